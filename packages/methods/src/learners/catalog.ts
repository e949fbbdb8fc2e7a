export { dqn } from "./dqn.ts";
export { exactLearner } from "./exact.ts";
export { ppo } from "./ppo.ts";
export { qLearning } from "./q-learning.ts";
export { sarsa } from "./sarsa.ts";
export { timedQLearning } from "./timed-q-learning.ts";
