export { readTable } from "../episodes/read-table.ts";
export type { Row, Table } from "../episodes/table.ts";
export { answersIn } from "./answers-in.ts";
export type { RecordOptions } from "./chosen.ts";
export { comparisonsIn } from "./comparisons-in.ts";
export { demonstrationsIn } from "./demonstrations-in.ts";
export { readPerson } from "./read-person.ts";
