import { describe, expect, test } from "vitest";
import { FirebreakError } from "./error.ts";
import { defineFamily, integer, number, oneOf, resolveId } from "./family.ts";

const engine = defineFamily({
  name: "engine",
  version: 2,
  title: "An engine",
  parameters: { power: number({ default: 1, min: 0, max: 10 }), fuel: oneOf("coal", "wood"), wheels: integer({ default: 4, min: 1 }) },
  make: (values, id) => ({ id, ...values }),
});
const old = defineFamily({ name: "engine", version: 1, title: "An engine", parameters: {}, make: (_, id) => ({ id }) });
const catalog = [old, engine];

describe("a family", () => {
  test("writes ids with sorted keys, without defaults, in shortest numbers", () => {
    expect(engine.with().id).toBe("engine@2");
    expect(engine.with({ wheels: 6, power: 0.1 + 0.2, fuel: "coal" }).id).toBe("engine@2?power=0.30000000000000004&wheels=6");
  });

  test("makes the thing its id names", () => {
    for (const thing of [engine.with(), engine.with({ fuel: "wood", power: 2.5 }), engine.with({ wheels: 1 })]) {
      expect(resolveId("engine", catalog, thing.id)).toEqual(thing);
    }
  });

  test("resolves a name to the latest version, and a version to itself", () => {
    expect(resolveId("engine", catalog, "engine").id).toBe("engine@2");
    expect(resolveId("engine", catalog, "engine@1").id).toBe("engine@1");
  });

  test("knows its own parameters only, not what every record inherits", () => {
    const attempt = (): unknown => engine.with({ toString: 3 } as object); // as a caller without types would
    expect(attempt).toThrow(expect.objectContaining({ code: "unknown-parameter" }));
  });

  test.each([
    ["engin", "unknown-id", "'engine'"],
    ["engine@3", "unknown-id", "'engine@2'"],
    ["engine?pwoer=2", "unknown-parameter", "'power'"],
    ["engine?power", "unknown-parameter", "'power'"],
    ["engine?constructor=2", "unknown-parameter", "'power'"],
    ["engine?__proto__=2", "unknown-parameter", "'power'"],
    ["engine?power=11", "bad-parameter", "[0, 10]"],
    ["engine?power=", "bad-parameter", "[0, 10]"],
    ["engine?wheels=1.5", "bad-parameter", "a whole number"],
    ["engine?fuel=tea", "bad-parameter", "'coal', 'wood'"],
  ])("refuses '%s' with %s, naming %s", (id, code, names) => {
    const attempt = (): unknown => resolveId("engine", catalog, id);
    expect(attempt).toThrow(FirebreakError);
    expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringContaining(names) }));
  });
});
