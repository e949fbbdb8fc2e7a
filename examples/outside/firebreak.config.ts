import { defineConfig } from "@firebreak/runner/config";
import { lamp } from "./lamp.ts";

/** A folder anywhere on the disk: nothing is installed in it, the command lends its own copy of the library. */
export default defineConfig({ environments: [lamp], studies: ["studies/*.ts"] });
