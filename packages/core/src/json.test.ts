import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "./json.ts";

describe("canonicalJson", () => {
  test("gives equal values equal text, whatever the order of their keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(record));
        expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("sorts keys by code unit and leaves out what is undefined", () => {
    expect(canonicalJson({ b: 1, Z: 2, a: undefined, ä: 3 })).toBe('{"Z":2,"b":1,"ä":3}');
  });

  test("refuses what JSON would silently change", () => {
    expect(() => canonicalJson([Number.NaN])).toThrow(RangeError);
    expect(() => canonicalJson({ x: Number.POSITIVE_INFINITY })).toThrow(RangeError);
    expect(() => canonicalJson({ x: () => 1 })).toThrow(TypeError);
    expect(() => canonicalJson([undefined])).toThrow(TypeError);
  });
});
