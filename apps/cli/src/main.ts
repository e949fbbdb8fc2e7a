#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

// What a study left running (a timer, a socket) may not keep the command alive.
process.exit(await runCommandLine(process.argv.slice(2)));
