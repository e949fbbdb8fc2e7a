import {
  type Family,
  FirebreakError,
  nearestOf,
  type Parameter,
  type Parameters,
  type ParameterValue,
  parameterOf,
  resolveId,
  type ValuesOf,
} from "@firebreak/core";

/** What stands in a slot: the families that fit, the one it has by default, and what to call it in an error. */
export interface Slot<T> {
  readonly what: string;
  readonly families: readonly Family<T>[];
  readonly default: string;
}

type Slots<P> = { readonly [K in keyof P]: Slot<P[K]> };

/** Stands for "as the part itself has it": parts that share a setting need not share its default. */
const UNSET = "default";

/** A slot as a parameter: the name of a family, with or without its version. */
function slotParameter(slot: Slot<unknown>): Parameter<string> {
  const known = slot.families.flatMap(({ name, version }) => [name, `${name}@${version}`]);
  const names = [...new Set(slot.families.map(({ name }) => `'${name}'`))];
  const admits = (value: ParameterValue): boolean => typeof value === "string" && known.includes(value);
  return {
    kind: "choice",
    default: slot.default,
    domain: `one of ${names.join(", ")}`,
    parse: (text) => (admits(text) ? text : undefined),
    admits,
  };
}

/** One setting of the parts that may stand in a slot: whatever some of them admits. */
function settingParameter(of: readonly Parameter[]): Parameter {
  const parse = (text: string): ParameterValue | undefined =>
    of.map((parameter) => parameter.parse(text)).find((value) => value !== undefined) ?? (text === UNSET ? UNSET : undefined);
  return {
    kind: of[0]?.kind ?? "choice",
    default: UNSET,
    domain: [...new Set(of.map(({ domain }) => domain))].join(" or "),
    parse,
    admits: (value) => value === UNSET || of.some((parameter) => parameter.admits(value)),
  };
}

function parametersOf(slots: Readonly<Record<string, Slot<unknown>>>): Parameters {
  const parameters: Record<string, Parameter> = {};
  for (const [name, slot] of Object.entries(slots)) {
    parameters[name] = slotParameter(slot);
    for (const key of new Set(slot.families.flatMap((family) => Object.keys(family.parameters)))) {
      parameters[`${name}.${key}`] = settingParameter(slot.families.flatMap((family) => family.parameters[key] ?? []));
    }
  }
  return parameters;
}

/** The part that the values choose for a slot, with those of the values that are its own. */
function fill<T>(method: string, name: string, slot: Slot<T>, values: Readonly<Record<string, ParameterValue>>): T {
  const chosen = String(values[name] ?? slot.default);
  const [wanted, version] = chosen.split("@");
  const family = slot.families
    .filter((candidate) => candidate.name === wanted && (version === undefined || String(candidate.version) === version))
    .sort((x, y) => y.version - x.version)[0];
  if (family === undefined) {
    return resolveId(slot.what, slot.families, chosen); // which throws, with the nearest names
  }
  const own: Record<string, ParameterValue> = {};
  for (const [key, value] of Object.entries(values)) {
    if (key.startsWith(`${name}.`) && value !== UNSET) {
      own[key.slice(name.length + 1)] = value;
    }
  }
  const stranger = Object.keys(own).find((key) => family.parameters[key] === undefined);
  if (stranger !== undefined) {
    throw new FirebreakError(
      "unknown-parameter",
      `Cannot set '${name}.${stranger}' of '${method}': ${slot.what} '${family.name}' has no such setting; ${nearestOf(stranger, Object.keys(family.parameters))}`,
    );
  }
  return family.with(own);
}

/**
 * A family of things made of parts, each part a member of a family of its own: `slot` chooses it, `slot.setting` sets it. `settings`
 * are the thing's own. `make` gives the thing its id, from its parts and settings.
 */
export function partsFamily<T, P extends Readonly<Record<string, unknown>>, Q extends Parameters = Record<never, never>>(family: {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly slots: Slots<P>;
  readonly settings?: Q;
  readonly make: (parts: P & ValuesOf<Q>) => T;
}): Family<T> {
  const { name, version, title, slots, make } = family;
  const settings: Parameters = family.settings ?? {};
  let built: Parameters | undefined;
  // Made when they are asked for: every command has every method in its catalogs, and most use none.
  const parametersNow = (): Parameters => (built ??= { ...parametersOf(slots), ...settings });
  return {
    name,
    version,
    title,
    get parameters() {
      return parametersNow();
    },
    with(given = {}) {
      const parameters = parametersNow();
      const values = given as Readonly<Record<string, ParameterValue>>; // `Partial` of it: no value is undefined
      for (const [key, value] of Object.entries(values)) {
        const parameter = parameterOf(parameters, key);
        if (parameter === undefined) {
          throw new FirebreakError("unknown-parameter", `Cannot set '${key}' of '${name}': ${nearestOf(key, Object.keys(parameters))}`);
        }
        if (!parameter.admits(value)) {
          throw new FirebreakError("bad-parameter", `Cannot set '${key}' of '${name}' to '${value}': it must be ${parameter.domain}`);
        }
      }
      const parts = Object.entries<Slot<unknown>>(slots).map(([slot, of]) => [slot, fill(name, slot, of, values)] as const);
      const own = Object.entries(settings).map(([key, parameter]) => [key, values[key] ?? parameter.default] as const);
      // Every slot of P was filled by a family of its own type, and every setting of Q by a value that it admits.
      return make(Object.fromEntries([...parts, ...own]) as P & ValuesOf<Q>);
    },
  };
}
