import { type CompiledEnvironment, canonicalJson, type Json, rowOfOutcome, type State } from "@firebreak/core";

/** What the overseer sees of every state, as text: its label, or her view of it. Length S. */
export function seenStates(world: CompiledEnvironment): readonly string[] {
  const view = world.environment.spec.views?.overseer;
  return world.labels.map((label, state) => (view === undefined ? label : canonicalJson(view(world.rich(state as State)))));
}

/** A step by what is seen of it: three texts, of where it begins, the action and where it ends. `seen` has length S. Length Z. */
export function seenSteps(world: CompiledEnvironment, seen: readonly string[]): readonly string[] {
  const { actionCount, nextState } = world.dynamics;
  return Array.from(rowOfOutcome(world.dynamics), (row, z) =>
    canonicalJson([seen[Math.floor(row / actionCount)] ?? "", world.actions[row % actionCount] ?? "", seen[nextState[z] ?? 0] ?? ""]),
  );
}

/** The facts of a state that she may see, by path: `cell.0`, `burning.1`, `attentive`. A world that tells no facts has one, its label. */
export function factsOfStates(world: CompiledEnvironment): readonly ReadonlyMap<string, string>[] {
  const view = world.environment.spec.views?.overseer;
  return world.labels.map((label, state) => {
    const rich = world.rich(state as State);
    const facts = new Map<string, string>();
    collect(view === undefined ? rich : view(rich), "", facts);
    return facts.size === 0 || (view === undefined && facts.has("")) ? new Map([["", label]]) : facts;
  });
}

/** Leaves by path. A list whose length may change has a fact "how many" too, or a fire more or less would be one fact fewer. */
function collect(told: unknown, path: string, facts: Map<string, string>): void {
  const under = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(told)) {
    facts.set(under("length"), String(told.length));
    told.forEach((each, at) => {
      collect(each, under(at), facts);
    });
  } else if (typeof told === "object" && told !== null) {
    for (const [key, each] of Object.entries(told)) {
      collect(each, under(key), facts);
    }
  } else {
    facts.set(path, canonicalJson((told ?? null) as Json)); // a leaf of a state or a view: text, number, boolean or nothing
  }
}
