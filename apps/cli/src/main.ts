#!/usr/bin/env node
import { reserveOutput, runCommandLine } from "./command-line.ts";
import { standingFolder } from "./invocation.ts";

// Every path that a user gives, and the configuration, are those of the folder in which the user stands.
process.chdir(standingFolder(process));
// What a study left running (a timer, a socket) may not keep the command alive.
process.exit(await runCommandLine(process.argv.slice(2), reserveOutput()));
