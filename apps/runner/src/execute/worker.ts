import type { Study, TrialKey } from "@firebreak/core";
import { equip } from "../backend/equip.ts";
import { makeStudy, type StudyValues } from "../study/make-study.ts";
import { type AuditOutcome, type BlockOutcome, openSession, type Session } from "./session.ts";

/** How a thread finds its study: the address of its materialised module, and what makes the study from it. */
export interface StudyAddress {
  readonly address: string;
  readonly values: StudyValues;
  readonly seeds: number;
  readonly worldBytes: number;
  /** The name of the backend that computes tensors: the one of the thread that sent the address. Null where nothing needs one. */
  readonly backend: string | null;
}

export type WorkerTask =
  | { readonly kind: "blocks"; readonly of: StudyAddress; readonly keys: readonly TrialKey[] }
  | { readonly kind: "audit"; readonly of: StudyAddress; readonly index: number };

/** The study of this thread, opened by its first task. */
const sessions = new Map<string, Promise<Session>>();

async function open({ address, values, seeds, worldBytes, backend }: StudyAddress): Promise<Session> {
  const exported: { default?: unknown } = await import(address);
  const study = makeStudy(exported.default, values) as Study; // checked by the thread that sent the address
  const equipped = backend === null ? study : (await equip(study, backend)).study;
  return openSession({ ...equipped, seeds }, worldBytes);
}

export default async function run(task: WorkerTask): Promise<readonly BlockOutcome[] | AuditOutcome> {
  const id = JSON.stringify(task.of);
  const opening = sessions.get(id) ?? open(task.of);
  sessions.set(id, opening);
  const session = await opening;
  return task.kind === "blocks" ? task.keys.map((key) => session.runBlock(key)) : session.runAudit(task.index);
}
