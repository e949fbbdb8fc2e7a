export { type EnumeratedSubject, enumeratedSubject, type SampledRows } from "./enumerated-subject.ts";
export type { Part } from "./parts.ts";
export { type SimulatedAudit, type SimulationPlan, simulateRepair } from "./simulated-repair.ts";
export type { Sampled, SimulatedRepair, SimulatedVerdict } from "./simulated-report.ts";
export type { Play, SimulatedSubject, SimulatedWorld, Simulator, Turn } from "./simulated-world.ts";
export { type SpecifiedSubject, specifiedSubject } from "./specified-subject.ts";
