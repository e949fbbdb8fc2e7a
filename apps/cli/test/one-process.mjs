// The child of one-process.ts: runs each command that it is sent as main.js would, and marks its end in both streams.
import { fileURLToPath } from "node:url";
import { reserveOutput, runCommandLine } from "firebreak/command-line";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const print = reserveOutput();

process.on("message", async (sent) => {
  if (sent === "end") {
    // As main.js: what a study left running may not keep it alive.
    process.exit();
  }
  const { args, cwd } = sent;
  process.chdir(cwd);
  // Lines that say how to call the command, provenance and the children of `bench` read it here.
  process.argv = [process.execPath, MAIN, ...args];
  const mark = `\0${await runCommandLine(args, print)}\n`;
  await print(mark);
  process.stderr.write(mark);
});
// Whoever would have sent the end is gone.
process.on("disconnect", () => process.exit());
