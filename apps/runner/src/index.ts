export { type LoadedModule, type LoaderOptions, loadModule } from "./loader/load-module.ts";
export { type Catalogs, loadCatalogs } from "./config/catalogs.ts";
export { type LoadedConfig, loadConfig } from "./config/load-config.ts";
export { findStudyFile, listStudyFiles } from "./study/find-study.ts";
export { loadReport, loadStudy } from "./study/load-study.ts";
