import type { TrialResult } from "@firebreak/core";
import { type ShownPolicy, tellPolicy } from "./shown-policy.ts";
import { formatFields, formatTable } from "./table.ts";

type Done = Extract<TrialResult, { readonly status: "done" }>;

/** How the returns went while it was trained. */
function tellCurve({ curve }: Done): string {
  return formatTable(
    ["training step", "true return", "proxy return"],
    curve.map(({ step, trueReturn, proxyReturn }) => [step, trueReturn, proxyReturn]),
  );
}

const tellCost = ({ policy, ledger }: Done): string =>
  formatFields([
    ["policy", `${policy.kind}, sha256 ${policy.sha256}`],
    [
      "questions asked",
      Object.entries(ledger.asked)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(", "),
    ],
    ["environment steps", ledger.environmentSteps],
  ]);

/** One trial for people: its measures, its curve, its policy and what it cost, or why it failed. */
export function tellResult(result: TrialResult, policy: ShownPolicy): string {
  const parts =
    result.status === "failed"
      ? [
          formatFields([
            ["failed with", result.reason.code],
            ["because", result.reason.message],
          ]),
        ]
      : [formatTable(["measure", "value"], Object.entries(result.measures)), tellCurve(result), tellPolicy(policy), tellCost(result)];
  return [result.key, ...parts].join("\n\n");
}
