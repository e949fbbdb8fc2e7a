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
