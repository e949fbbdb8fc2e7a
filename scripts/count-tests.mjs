// Prints "N passed, N failed" from vitest's JSON report; a failed check counts as one failure, and so does a missing report.
import { existsSync, readFileSync } from "node:fs";

const [file = "", checksFailed = "0"] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1 };
// A file that cannot be loaded holds no test that could fail: it counts once.
const unloaded = (report.testResults ?? []).filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length;
const missing = report.testResults === undefined ? 1 : 0;
const failed = report.numFailedTests + unloaded + missing + Number(checksFailed);
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
