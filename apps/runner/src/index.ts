export { type LoadedModule, type LoaderOptions, loadModule } from "./loader/load-module.ts";
