export { equip } from "./equip.ts";
export { BACKENDS, type BackendName, type BackendOptions, type LoadedBackend, loadBackend } from "./load-backend.ts";
export { loadModel, type SavedNet, saveModel } from "./model-file.ts";
