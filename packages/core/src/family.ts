import { FirebreakError, nearestOf } from "./error.ts";
import { byCodeUnit } from "./json.ts";

/** A value a parameter of an id can hold. */
export type ParameterValue = number | string | boolean;

/** How one parameter is read, written and drawn. `domain` names the legal values in an error message. */
export interface Parameter<T extends ParameterValue = ParameterValue> {
  readonly kind: "number" | "choice";
  readonly default: T;
  readonly domain: string;
  parse(text: string): T | undefined;
  admits(value: ParameterValue): boolean;
}

/** "[0, 1]"; an end that nothing reaches is open: "[0, Infinity)". */
function interval(min: number, max: number): string {
  return `${min === Number.NEGATIVE_INFINITY ? "(" : "["}${min}, ${max}${max === Number.POSITIVE_INFINITY ? ")" : "]"}`;
}

/** A finite number in [min, max]. */
export function number(range: { readonly default: number; readonly min?: number; readonly max?: number }): Parameter<number> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  const admits = (value: ParameterValue): boolean => typeof value === "number" && Number.isFinite(value) && value >= min && value <= max;
  return { kind: "number", default: range.default, domain: `a number in ${interval(min, max)}`, parse: parseWhere(admits), admits };
}

/** A whole number in [min, max]. */
export function integer(range: { readonly default: number; readonly min?: number; readonly max?: number }): Parameter<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = range;
  const admits = (value: ParameterValue): boolean => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return { kind: "number", default: range.default, domain: `a whole number in [${min}, ${max}]`, parse: parseWhere(admits), admits };
}

function parseWhere(admits: (value: number) => boolean): (text: string) => number | undefined {
  return (text) => (text.trim() !== "" && admits(Number(text)) ? Number(text) : undefined);
}

/** One of a few words; the first is the default. */
export function oneOf<const T extends string>(...choices: readonly [T, ...T[]]): Parameter<T> {
  const find = (text: ParameterValue): T | undefined => choices.find((choice) => choice === text);
  return {
    kind: "choice",
    default: choices[0],
    domain: `one of ${choices.map((choice) => `'${choice}'`).join(", ")}`,
    parse: find,
    admits: (value) => find(value) !== undefined,
  };
}

export type Parameters = Readonly<Record<string, Parameter>>;
/** The values of a family's parameters, by name. */
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

/** A family's own parameter of that name: "constructor" is none. */
export function parameterOf(parameters: Parameters, key: string): Parameter | undefined {
  return Object.hasOwn(parameters, key) ? parameters[key] : undefined;
}

/**
 * A parametrised thing: `name@version?key=value&…`, keys sorted, defaults left out, numbers in their shortest form. A thing
 * without parameters is a family of one.
 */
export interface Family<T, P extends Parameters = Parameters> {
  readonly name: string;
  /** Raised when the numbers of its things may move. */
  readonly version: number;
  readonly title: string;
  readonly parameters: P;
  /** The thing with these values; those left out are the defaults. @throws FirebreakError "unknown-parameter" or "bad-parameter". */
  with(values?: Partial<ValuesOf<P>>): T;
}

/** The canonical id of a family's thing: what trial keys, fingerprints and seeds are made of. */
export function canonicalId(
  family: { readonly name: string; readonly version: number; readonly parameters: Parameters },
  values: Readonly<Record<string, ParameterValue>>,
): string {
  const set = Object.entries(values)
    .filter(([key, value]) => family.parameters[key]?.default !== value)
    .sort(([x], [y]) => byCodeUnit(x, y))
    .map(([key, value]) => `${key}=${value}`);
  return `${family.name}@${family.version}${set.length === 0 ? "" : `?${set.join("&")}`}`;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/** A name that can stand in an id, a key and a file name. @throws FirebreakError "bad-specification". */
export function checkName(what: string, name: string): void {
  if (!NAME.test(name)) {
    throw new FirebreakError(
      "bad-specification",
      `Cannot name ${what} '${name}': a name is lower-case letters, digits and dashes, and starts with a letter`,
    );
  }
}

/** A family from its parameters and the function that makes one thing of it. `make` receives the canonical id and every value. */
export function defineFamily<T, const P extends Parameters>(family: {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly parameters: P;
  readonly make: (values: ValuesOf<P>, id: string) => T;
}): Family<T, P> {
  checkName("a family", family.name);
  const { name, version, title, parameters } = family;
  return {
    name,
    version,
    title,
    parameters,
    with(given = {}) {
      const values: Record<string, ParameterValue> = {};
      for (const [key, parameter] of Object.entries<Parameter>(parameters)) {
        values[key] = parameter.default;
      }
      for (const [key, value] of Object.entries(given as Record<string, ParameterValue>)) {
        const parameter = parameterOf(parameters, key);
        if (parameter === undefined) {
          throw new FirebreakError("unknown-parameter", `Cannot set '${key}' of '${name}': ${nearestOf(key, Object.keys(parameters))}`);
        }
        if (!parameter.admits(value)) {
          throw new FirebreakError("bad-parameter", `Cannot set '${key}' of '${name}' to '${value}': it must be ${parameter.domain}`);
        }
        values[key] = value;
      }
      return family.make(values as ValuesOf<P>, canonicalId({ name, version, parameters }, values)); // every key was checked above
    },
  };
}

/** A family without parameters, from the thing itself. */
export function familyOfOne<T>(thing: {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly make: (id: string) => T;
}): Family<T, Record<never, never>> {
  return defineFamily({ ...thing, parameters: {}, make: (_, id) => thing.make(id) });
}

/**
 * The thing an id names: `hero`, `hero@1`, `hero?h=4`, `hero@1?h=4&w=0.5`. Without a version: the latest.
 * @throws FirebreakError "unknown-id", "unknown-parameter" or "bad-parameter", naming the nearest legal ones.
 */
export function resolveId<T>(what: string, catalog: readonly Family<T>[], id: string): T {
  const [, name = "", versionText, query] = /^([^@?]*)(?:@([^?]*))?(?:\?(.*))?$/.exec(id) ?? [];
  const versions = catalog.filter((family) => family.name === name).sort((x, y) => y.version - x.version);
  const family = versionText === undefined ? versions[0] : versions.find((candidate) => String(candidate.version) === versionText);
  if (family === undefined) {
    const known = catalog.map((candidate) => (versionText === undefined ? candidate.name : `${candidate.name}@${candidate.version}`));
    throw new FirebreakError(
      "unknown-id",
      `Cannot find ${what} '${id}': ${nearestOf(versionText === undefined ? name : `${name}@${versionText}`, known)}`,
    );
  }
  return family.with(parseValues(family, query));
}

/** The values that "key=value&key=value" gives to a family's parameters: also the parser of `--set`. */
export function parseValues(family: Family<unknown>, query: string | undefined): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  for (const pair of query === undefined || query === "" ? [] : query.split("&")) {
    const [key, text] = [pair.slice(0, Math.max(0, pair.indexOf("="))), pair.slice(pair.indexOf("=") + 1)];
    const parameter = parameterOf(family.parameters, key);
    if (parameter === undefined) {
      throw new FirebreakError(
        "unknown-parameter",
        `Cannot set '${key === "" ? pair : key}' of '${family.name}': ${nearestOf(key, Object.keys(family.parameters))}`,
      );
    }
    const value = parameter.parse(text);
    if (value === undefined) {
      throw new FirebreakError("bad-parameter", `Cannot set '${key}' of '${family.name}' to '${text}': it must be ${parameter.domain}`);
    }
    values[key] = value;
  }
  return values;
}
