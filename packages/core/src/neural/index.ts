export { fromArtifacts, toArtifacts } from "./artifacts.ts";
export { ENCODINGS, type Encoding, type EncodingKind, encodeStates } from "./encode.ts";
export { clippedSurrogate, crossEntropy, type Loss, regression, softmaxRow } from "./losses.ts";
export { type Net, type NetSettings, openNet, type Pass } from "./net.ts";
export { type NetBlock, type NetBlockSettings, openNetBlock } from "./net-block.ts";
export { hasNetKernels, NET_KERNELS } from "./net-kernels.ts";
export { hiddenLayers, learningRate, type NetParameters, netParameters, tensorsOf } from "./settings.ts";
export { initialWeights, type Layer, type NetShape, netShape, withConstant } from "./shape.ts";
export type { TensorBackend, Tensors } from "./tensors.ts";
