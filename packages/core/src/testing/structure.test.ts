import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyOf, isAlike, structureOf } from "./structure.ts";

/** Few names and numbers, so that two drawn values are often alike and often nearly so. */
const leaf = fc.constantFrom<unknown>(0, -0, 1, Number.NaN, "1", "a", true, null, undefined, 1n);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2 }),
    fc.array(fc.tuple(fc.constantFrom("a", "b"), tie("value")), { maxLength: 2 }).map((pairs) => new Map(pairs)),
    fc.array(leaf, { maxLength: 2 }).map((members) => new Set(members)),
    fc.array(fc.constantFrom(0, 1), { maxLength: 2 }).map((numbers) => Float64Array.from(numbers)),
    fc.array(fc.constantFrom(0, 1), { maxLength: 2 }).map((numbers) => Int32Array.from(numbers)),
  ),
}));

describe("two structures", () => {
  it("are alike exactly if their texts are the same", () => {
    let alike = 0;
    fc.assert(
      fc.property(anything, anything, (x, y) => {
        expect(isAlike(x, y)).toBe(structureOf(x) === structureOf(y));
        alike += Number(isAlike(x, y));
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(alike).toBeGreaterThan(50);
  });

  it("are alike whatever the order of fields, and where one lacks a field that is undefined in the other", () => {
    expect(isAlike({ a: 1, b: [2, { c: -0 }] }, { b: [2, { c: 0, d: undefined }], a: 1 })).toBe(true);
    expect(isAlike({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(isAlike({ a: 1, b: 2 }, { a: 1 })).toBe(false);
    const holed: unknown[] = [];
    holed.length = 1;
    expect(isAlike(holed, [1])).toBe(false);
  });
});

describe("a copy", () => {
  it("is alike, and stays so when what was copied changes", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(structureOf(copyOf(value))).toBe(structureOf(value));
      }),
      { numRuns: 500, seed: 2 },
    );
    const named = JSON.parse('{"__proto__":1,"a":{"__proto__":[2]}}') as unknown;
    expect(structureOf(copyOf(named))).toBe(structureOf(named));
    const state = { list: [1, { deep: 2 }], map: new Map([["a", new Set([3])]]), table: Float64Array.of(4) };
    const copy = copyOf(state);
    const before = structureOf(copy);
    state.list.push(5);
    state.map.get("a")?.add(6);
    state.table[0] = 7;
    expect(structureOf(copy)).toBe(before);
  });
});
