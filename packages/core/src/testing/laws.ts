import type { Law } from "./law.ts";
import { ledgerLaw } from "./method/ledger.ts";
import { nonInterferenceLaw } from "./method/non-interference.ts";
import { sameBytesLaw } from "./method/same-bytes.ts";
import type { MethodSubject } from "./method/subject.ts";
import { symmetryLaw } from "./method/symmetry.ts";
import { answersLaw } from "./overseer/answers.ts";
import { overseerNonInterferenceLaw } from "./overseer/non-interference.ts";
import type { OverseerSubject } from "./overseer/subject.ts";
import { overseerSymmetryLaw } from "./overseer/symmetry.ts";
import { viewLaw } from "./overseer/view.ts";
import { costsLaw } from "./signal/costs.ts";
import { declaredInputsLaw } from "./signal/declared-inputs.ts";
import { potentialLaw } from "./signal/potential.ts";
import { shapedValuesLaw } from "./signal/shaped-values.ts";
import { stateValueLaw } from "./signal/state-value.ts";
import type { SignalSubject } from "./signal/subject.ts";

/** What every overseer keeps in every world. */
export const overseerLaws: readonly Law<OverseerSubject>[] = [answersLaw, viewLaw, overseerNonInterferenceLaw, overseerSymmetryLaw];

/** What every signal keeps, over a list of worlds. `greedyOnFeedbackLaw` is for those that promise it. */
export const signalLaws: readonly Law<SignalSubject>[] = [declaredInputsLaw, costsLaw, potentialLaw, stateValueLaw, shapedValuesLaw];

/** What every method keeps on every problem. */
export const methodLaws: readonly Law<MethodSubject>[] = [nonInterferenceLaw, symmetryLaw, ledgerLaw, sameBytesLaw];
