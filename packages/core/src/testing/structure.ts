import { byCodeUnit } from "../json.ts";

/** A value as text: equal structures have equal text. Knows records, arrays, maps, sets and typed arrays; a field that is undefined counts as absent. */
export function structureOf(value: unknown): string {
  if (typeof value === "number") {
    return value === 0 ? "0" : String(value);
  }
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(structureOf).join(",")}]`;
  }
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}[${"length" in value ? (value as Uint8Array).join(",") : ""}]`; // all typed arrays join alike
  }
  if (value instanceof Map) {
    return `Map{${[...value]
      .map(([key, entry]) => `${structureOf(key)}:${structureOf(entry)}`)
      .sort(byCodeUnit)
      .join(",")}}`;
  }
  if (value instanceof Set) {
    return `Set{${[...value].map(structureOf).sort(byCodeUnit).join(",")}}`;
  }
  // Laws of worlds read millions of states: no lists of pairs here.
  let fields = "";
  for (const key of Object.keys(value).sort()) {
    const entry = (value as Readonly<Record<string, unknown>>)[key]; // its own key
    if (entry !== undefined) {
      fields += `${fields === "" ? "" : ","}${JSON.stringify(key)}:${structureOf(entry)}`;
    }
  }
  return `{${fields}}`;
}

const isRecord = (value: object): value is Readonly<Record<string, unknown>> =>
  !Array.isArray(value) && !ArrayBuffer.isView(value) && !(value instanceof Map) && !(value instanceof Set);

/** Whether the second record has every field of the first that is not undefined, and alike. */
function coversRecord(x: Readonly<Record<string, unknown>>, y: Readonly<Record<string, unknown>>): boolean {
  for (const key of Object.keys(x)) {
    if (x[key] !== undefined && !(Object.hasOwn(y, key) && isAlike(x[key], y[key]))) {
      return false;
    }
  }
  return true;
}

/** By index, and not by a method of arrays: those pass over what is missing. */
function areAlike(x: readonly unknown[], y: readonly unknown[]): boolean {
  for (let at = 0; at < x.length; at++) {
    if (!isAlike(x[at], y[at])) {
      return false;
    }
  }
  return x.length === y.length;
}

/** Whether two values have the same structure: what their texts would say, without writing them. */
export function isAlike(x: unknown, y: unknown): boolean {
  if (x === y) {
    return true;
  }
  if (typeof x === "object" && typeof y === "object" && x !== null && y !== null) {
    if (Array.isArray(x) && Array.isArray(y)) {
      return areAlike(x, y);
    }
    if (isRecord(x) && isRecord(y)) {
      return coversRecord(x, y) && Object.keys(y).every((key) => y[key] === undefined || (Object.hasOwn(x, key) && x[key] !== undefined));
    }
  }
  return structureOf(x) === structureOf(y);
}

/** A copy that does not change with the value: of records, arrays, maps, sets and typed arrays, and what they hold. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(copyOf);
  }
  if (value instanceof Map) {
    return new Map([...value].map(([key, entry]) => [copyOf(key), copyOf(entry)]));
  }
  if (value instanceof Set) {
    return new Set([...value].map(copyOf));
  }
  if (ArrayBuffer.isView(value)) {
    return "length" in value ? (value as Uint8Array).slice() : value; // all typed arrays are copied alike
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)]));
}
