export { checkColumnNames, type EpisodeFileOptions, readEpisodes } from "./read-episodes.ts";
export { joinLogs, type Reference, readReference } from "./read-reference.ts";
