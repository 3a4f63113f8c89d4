import { defineProblem } from '#kernel/problem'

export const decisionNotFound = defineProblem('decision-not-found', { title: 'There is no such decision', status: 404 })
export const pointNotFound = defineProblem('decision-point-not-found', {
  title: 'There is no such decision point',
  status: 404,
})
export const policyNotFound = defineProblem('policy-not-found', { title: 'There is no such policy', status: 404 })
export const policyUnfit = defineProblem('policy-unfit', {
  title: 'The policy does not fit the decision point',
  status: 422,
})
export const notLearnt = defineProblem('policy-not-learnt', {
  title: 'There is nothing that this policy could learn',
  status: 422,
})
export const tooFewDecisions = defineProblem('too-few-decisions', {
  title: 'The log holds too few decisions for an estimate',
  status: 409,
})
export const outcomeOutsideWindow = defineProblem('outcome-outside-window', {
  title: 'The outcome lies outside the time in which it counts',
  status: 409,
})
export const decisionOverridden = defineProblem('decision-overridden', {
  title: 'A person has overridden this decision already',
  status: 409,
})
export const decisionNotUndone = defineProblem('decision-not-undone', {
  title: 'What was done cannot be undone any more',
  status: 409,
})
export const trainingNotFound = defineProblem('training-not-found', { title: 'There is no such training', status: 404 })
export const notFlippable = defineProblem('decision-not-recomputable', {
  title: 'What the policy saw is too long or has been forgotten: the choice cannot be made again',
  status: 409,
})
export const ladderStepRefused = defineProblem('ladder-step-refused', {
  title: 'The policy may not go a step up the ladder yet',
  status: 409,
})
export const nothingToRollBack = defineProblem('nothing-to-roll-back', {
  title: 'The policy neither lives nor tries itself on a share of decisions',
  status: 409,
})
