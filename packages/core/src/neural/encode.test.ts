import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { observationsOf } from "../observations.ts";
import { withSpec } from "../testing/environment/explore.ts";
import { permute } from "../testing/permute.ts";
import { field } from "../testing/worlds.ts";
import { encodeStates } from "./encode.ts";

const world = compile(field);
const { stateCount } = world.dynamics;

describe("states as rows of numbers", () => {
  it("are one column each by label, and go through a net in the order of labels", () => {
    const { width, rows, order } = encodeStates(observationsOf(world), "state");
    expect(width).toBe(stateCount);
    order.forEach((state, column) => {
      expect([...rows.subarray(state * width, (state + 1) * width)]).toEqual([...order.keys()].map((at) => (at === column ? 1 : 0)));
    });
    expect([...order].map((state) => world.labels[state])).toEqual(world.labels.toSorted());
  });

  it("are the same numbers for the same label, in whatever order states are told", () => {
    const states = [...Array(stateCount).keys()].reverse();
    const told = permute(world, { states, actions: [...world.actions.keys()] });
    for (const kind of ["state", "view"] as const) {
      const [before, after] = [world, told].map((of) => {
        const { width, rows } = encodeStates(observationsOf(of), kind);
        return Object.fromEntries(of.labels.map((label, at) => [label, [...rows.subarray(at * width, (at + 1) * width)]]));
      });
      expect(after).toEqual(before);
    }
  });

  it("are one column a view, where states look alike to the agent", () => {
    const blind = compile(withSpec(field, { views: { agent: () => "fog" } }));
    expect(encodeStates(observationsOf(blind), "view")).toMatchObject({ width: 1, rows: new Float32Array(stateCount).fill(1) });
  });

  it("are the environment's own features, by name", () => {
    const named = compile(
      withSpec(field, {
        features: {
          names: ["length of the label", "one"],
          write: (state, out) => out.set([field.spec.label(state).length, 1]),
        },
      }),
    );
    const { width, rows } = encodeStates(observationsOf(named), "features");
    expect(width).toBe(2);
    expect([...rows]).toEqual(named.labels.flatMap((label) => [label.length, 1]));
  });

  it("are refused where a feature is no finite number, naming it and the state, or where there are none", () => {
    const broken = withSpec(field, { features: { names: ["weight"], write: (_, out) => out.set([Number.NaN]) } });
    expect(() => encodeStates(observationsOf(compile(broken)), "features")).toThrow(
      expect.objectContaining({
        code: "bad-specification",
        message: expect.stringContaining(`'weight' of state '${world.labels[0]}' is NaN`),
      }),
    );
    expect(() => encodeStates(observationsOf(world), "features")).toThrow(expect.objectContaining({ code: "not-implemented-here" }));
  });

  it("are refused as one column each where that would be more than memory holds", () => {
    const labels = Array.from({ length: 10_000 }, (_, at) => String(at));
    const huge = { labels, view: Int32Array.from(labels.keys()), features: () => undefined };
    expect(() => encodeStates(huge, "state")).toThrow(expect.objectContaining({ code: "not-implemented-here" }));
  });
});
