import type { CompiledEnvironment } from "./compile.ts";
import type { Criterion } from "./criterion.ts";
import type { AnswerTable } from "./overseer.ts";
import type { OptimalActions, Policy } from "./policy.ts";

/** A number that an audit measured. `interval` where it was sampled. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly interval?: readonly [number, number];
}

/** An episode as it was played. `choices` is the script of chance: it replays. */
export interface PlayedArm {
  readonly actions: readonly string[];
  readonly choices: readonly number[];
  readonly proxyReturn: number;
  /** What the training signal paid at each step, as many as `actions`; absent in older results. */
  readonly proxyRewards?: readonly number[];
  readonly trueReturn: number;
}

/** One step of a loop, by name. `probability` is the chance of this outcome: the likeliest one is drawn. */
export interface LoopStep {
  readonly from: string;
  readonly action: string;
  readonly to: string;
  readonly probability: number;
  readonly proxyReward: number;
  readonly trueReward: number;
}

/** An episode that shows the finding. */
export interface Witness extends PlayedArm {
  readonly environment: string;
  readonly events: readonly { readonly kind: "damage" | "opportunity" | "redemption"; readonly time: number }[];
  /** The same luck, with the harm repaired. */
  readonly control?: PlayedArm;
}

/** What a detector found about one subject. JSON. */
export interface Finding {
  readonly schema: "finding@1";
  readonly detector: string;
  readonly subject: { readonly environment: string; readonly overseer: string; readonly signal: string; readonly criterion: string };
  readonly fired: boolean;
  readonly measures: readonly Measured[];
  /** One sentence for a reader who sees nothing else. */
  readonly sentence: string;
  readonly witness?: Witness;
  /** The circuit that was found, where one was: its last step ends where the first begins. */
  readonly loop?: readonly LoopStep[];
}

/** What a detector looks at: a policy trained on a signal, in a world, beside the overseer's own behaviour and the true optimum. */
export interface AuditSubject {
  readonly environment: CompiledEnvironment;
  /** Uncharged: the auditor asks for free. */
  readonly answers: AnswerTable;
  readonly ids: Finding["subject"];
  readonly criterion: Criterion;
  readonly policy: Policy;
  readonly optimal: OptimalActions;
  /** Length Z. */
  readonly proxyReward: Float64Array;
  /** What the overseer would do herself. */
  readonly reference: Policy;
}

/** Looks for one kind of gaming. Deterministic: equal subjects give equal findings. */
export interface Detector {
  readonly id: string;
  readonly title: string;
  /** Null where it applies; else why it does not. */
  refuses(subject: AuditSubject): string | null;
  inspect(subject: AuditSubject): Finding;
}
