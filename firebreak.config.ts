import { defineConfig } from "@firebreak/runner/config";

/**
 * What is in use here beside the built-in catalogs. Your own environments, overseers, signals, methods, detectors and figures go
 * into lists of these names; from then on their ids work everywhere: in commands, in studies, in workers.
 */
export default defineConfig({
  studies: ["studies/*.ts", "examples/studies/*.ts"],
});
