import { defineProblem } from '#kernel/problem'

export const experimentNotFound = defineProblem('experiment-not-found', {
  title: 'There is no such experiment',
  status: 404,
})
export const flagNotFound = defineProblem('flag-not-found', { title: 'There is no such flag', status: 404 })
export const experimentStarted = defineProblem('experiment-started', {
  title: 'The experiment has begun: what it compares stays as it is',
  status: 409,
})
export const experimentNotRunning = defineProblem('experiment-not-running', {
  title: 'The experiment takes no units',
  status: 409,
})
export const experimentOver = defineProblem('experiment-over', {
  title: 'The experiment has its verdict already',
  status: 409,
})
export const layerFull = defineProblem('layer-full', {
  title: 'Other experiments of the layer leave too few units',
  status: 409,
})
export const layerOfOtherUnits = defineProblem('layer-of-other-units', {
  title: 'Experiments of one layer assign units of one kind',
  status: 409,
})
export const alreadyDriven = defineProblem('already-driven', {
  title: 'Another experiment drives the same flag or decision point',
  status: 409,
})
export const drivesUnfit = defineProblem('drives-unfit', {
  title: 'What the arms should change is not there',
  status: 409,
})
export const resultsLocked = defineProblem('results-locked', {
  title: 'The split is not the one intended: no arm can be shipped on these results',
  status: 409,
})
export const guardBroken = defineProblem('guard-broken', {
  title: 'A guard has got worse: traffic may not rise',
  status: 409,
})
export const flagInUse = defineProblem('flag-in-use', {
  title: 'A running experiment drives the flag',
  status: 409,
})
export const tooManyFlags = defineProblem('too-many-flags', {
  title: 'The town has as many flags as it may',
  status: 409,
})
