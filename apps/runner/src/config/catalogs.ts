import type { Figure, StudyResults } from "@firebreak/analysis";
import * as audits from "@firebreak/analysis/audits";
import {
  type Detector,
  type Environment,
  type Family,
  FirebreakError,
  type Method,
  type OverseerModel,
  type RewardModel,
  type Signal,
} from "@firebreak/core";
import * as environments from "@firebreak/envs";
import { methodFamilies } from "@firebreak/methods";
import * as rewards from "@firebreak/rewards";
import type { LoadedConfig } from "./load-config.ts";

/** Everything that can be named, built in or configured. */
export interface Catalogs {
  readonly environments: readonly Family<Environment>[];
  readonly overseers: readonly Family<OverseerModel>[];
  readonly signals: readonly Family<Signal>[];
  readonly models: readonly Family<RewardModel>[];
  readonly methods: readonly Family<Method>[];
  readonly detectors: readonly Detector[];
  readonly figures: readonly Figure<StudyResults>[];
}

interface Named {
  readonly title: string;
}

/** Two lists as one. @throws FirebreakError "duplicate-id" naming both parts. */
function join<T extends Named>(
  what: string,
  lists: { readonly builtIn: readonly T[]; readonly configured: readonly T[]; readonly file: string },
  idOf: (part: T) => string,
): readonly T[] {
  const known = new Map<string, string>();
  for (const [where, parts] of [
    ["built in", lists.builtIn],
    [lists.file, lists.configured],
  ] as const) {
    for (const part of parts) {
      const told = `'${part.title}' (${where})`;
      const other = known.get(idOf(part));
      if (other !== undefined) {
        throw new FirebreakError("duplicate-id", `Cannot use two ${what}s with the id '${idOf(part)}': ${other} and ${told}`, {
          file: lists.file,
        });
      }
      known.set(idOf(part), told);
    }
  }
  return [...lists.builtIn, ...lists.configured];
}

const familyId = (family: Family<unknown>): string => `${family.name}@${family.version}`;

type Rewarding = Family<OverseerModel | RewardModel | Signal>;

/** Rewards has one catalog: a signal compiles, an overseer is built, a reward model is fitted. */
const isSignalFamily = (family: Rewarding): family is Family<Signal> => "compile" in family.with();
const isOverseerFamily = (family: Rewarding): family is Family<OverseerModel> => "build" in family.with();
const isModelFamily = (family: Rewarding): family is Family<RewardModel> => "fit" in family.with();

const isDetector = (part: unknown): part is Detector => typeof part === "object" && part !== null && "refuses" in part && "inspect" in part;

/** The field that only one kind of thing has. */
const KINDS = { environments: "spec", overseers: "build", signals: "compile", models: "fit", methods: "train" } as const;
type KindList = keyof typeof KINDS;

/** The list that a thing belongs in; null where it is none of them. */
function listOf(thing: unknown): KindList | null {
  const lists = Object.keys(KINDS) as readonly KindList[]; // the keys of a literal
  return typeof thing === "object" && thing !== null ? (lists.find((list) => KINDS[list] in thing) ?? null) : null;
}

/** @throws FirebreakError "bad-configuration" where a family stands in the list of another kind. */
function checkKinds({ config, file }: LoadedConfig): void {
  for (const list of ["environments", "overseers", "signals", "models", "methods"] as const) {
    for (const [at, family] of (config[list] ?? []).entries()) {
      const found = listOf(family.with());
      if (found !== list) {
        const what = found === null ? `makes no ${list.slice(0, -1)}` : `belongs in '${found}'`;
        throw new FirebreakError("bad-configuration", `Cannot use '${list}[${at}]' of the configuration: '${family.name}' ${what}`, {
          ...(file === null ? {} : { file }),
          what: `${list}[${at}]`,
        });
      }
    }
  }
}

/**
 * The built-in collections and the configured ones together.
 * @throws FirebreakError "duplicate-id" naming both, "bad-configuration" for a part in the list of another kind.
 */
export function loadCatalogs(loaded: LoadedConfig): Catalogs {
  const { config, file } = loaded;
  checkKinds(loaded);
  const from = file ?? "the configuration";
  const merge = <T>(what: string, builtIn: readonly Family<T>[], configured: readonly Family<T>[] = []): readonly Family<T>[] =>
    join(what, { builtIn, configured, file: from }, familyId);
  const idOf = ({ id }: { readonly id: string }): string => id;
  const parts: readonly Rewarding[] = Object.values(rewards);
  const signals = merge("signal", parts.filter(isSignalFamily), config.signals);
  const models = merge("reward model", parts.filter(isModelFamily), config.models);
  return {
    environments: merge("environment", Object.values(environments), config.environments),
    overseers: merge("overseer", parts.filter(isOverseerFamily), config.overseers),
    signals,
    models,
    methods: merge("method", methodFamilies(signals, models), config.methods),
    detectors: join(
      "detector",
      { builtIn: Object.values(audits).filter(isDetector), configured: config.detectors ?? [], file: from },
      idOf,
    ),
    figures: join("figure", { builtIn: [], configured: config.figures ?? [], file: from }, idOf),
  };
}
