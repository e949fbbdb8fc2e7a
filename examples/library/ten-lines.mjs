import { returnsMeasure } from "@firebreak/analysis/audits";
import { hero } from "@firebreak/envs";
import { exactDistiller, exactLearner, imitation, narrowRl } from "@firebreak/methods";
import { consistent, evaluativeFeedback } from "@firebreak/rewards";
import { runStudy } from "@firebreak/runner";

// A study without the command: values in, results out, nothing written. `workers: 0` computes in this thread.
const learner = exactLearner.with();
const methods = [imitation({ distiller: exactDistiller.with() }), narrowRl({ signal: evaluativeFeedback.with(), learner })];
const criteria = [{ kind: "discounted", discount: 0.9 }];
const sweeps = [{ id: "one", environments: [hero.with()], overseers: [consistent.with()], methods, criteria }];
const told = { id: "ten-lines", title: "Ten lines", question: "Is it safer to imitate?", claims: [], audits: [] };
const study = { ...told, sweeps, seeds: 1, budget: { kind: "unlimited" }, measures: [returnsMeasure] };
const { results } = await runStudy(study, { workers: 0, resultsFolder: null });
for (const result of results) {
  console.log(result.axes.method, result.status === "done" ? result.measures : result.reason);
}
