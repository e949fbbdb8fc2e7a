export { exactLearner } from "./exact.ts";
export { qLearning } from "./q-learning.ts";
export { sarsa } from "./sarsa.ts";
export { timedQLearning } from "./timed-q-learning.ts";
