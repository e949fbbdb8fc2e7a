import { defineEnvironment, type EnvironmentFamily } from "@firebreak/core";

/** Two cells side by side, the eastern with a sign on it; beyond the western one there is an ending. */
export const corridor: EnvironmentFamily<Record<never, never>> = defineEnvironment({
  name: "corridor",
  version: 1,
  title: "Corridor",
  source: "this test",
  actions: ["walk"],
  start: (): "west" | "east" => "west",
  step: (state) => (state === "west" ? "east" : "west"),
  label: (state) => state,
  rewards: { true: ({ next }) => (next === "east" ? 1 : 0), observed: () => 2 },
  evaluation: { kind: "average" },
  traits: { deterministic: true, episodic: false },
  workedEpisodes: [{ actions: ["walk"], trueReturn: 1, endsIn: "east" }],
  picture: (state) => ({ rows: ["####", "# <#", "####"], cell: [1, state === "west" ? 1 : 2] }),
});
