export { defineConfig, type FirebreakConfig } from "./define-config.ts";
