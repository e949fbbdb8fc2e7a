// What a study, a configuration or a world gets that imports a file of rows: its loader reads the file (docs/guide/learn-from-files.md).
declare module "*.csv" {
  const table: import("@firebreak/runner/records").Table;
  export default table;
}
declare module "*.tsv" {
  const table: import("@firebreak/runner/records").Table;
  export default table;
}
declare module "*.jsonl" {
  const table: import("@firebreak/runner/records").Table;
  export default table;
}
declare module "*.ndjson" {
  const table: import("@firebreak/runner/records").Table;
  export default table;
}
declare module "*.parquet" {
  const table: import("@firebreak/runner/records").Table;
  export default table;
}
