import { defineProblem } from '#kernel/problem'

export const settingsChanged = defineProblem('settings-changed', {
  title: 'Somebody else has changed these settings; read them again',
  status: 409,
})
export const currencyInUse = defineProblem('currency-in-use', {
  title: 'The currency can no longer change: money has moved in another one, or things are priced in it',
  status: 409,
})
export const setupFinished = defineProblem('setup-finished', {
  title: 'This town is set up; its settings are the place to change it',
  status: 409,
})
export const backupRunning = defineProblem('backup-running', {
  title: 'A backup is being made already',
  status: 409,
})
export const backupNotFound = defineProblem('backup-not-found', { title: 'There is no such backup', status: 404 })
