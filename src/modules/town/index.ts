export {
  type BackupPlan,
  type BackupRun,
  beginBackup,
  changeBackupPlan,
  endBackup,
  listBackupRuns,
  listNightlyFiles,
  noteBackup,
  readBackupPlan,
} from './backups.ts'
export { BackupParams, BackupPlanInput, BackupRunBody, BackupsBody } from './contract.ts'
export { backupNotFound, backupRunning, settingsChanged } from './problems.ts'
export { operatorId, setupLabel } from './routes-setup.ts'
export { type Settings, type SettingsChange, changeSettings, readSettings } from './settings.ts'
export { beginSetup, findSetup } from './setup.ts'
export { type TownView, viewOf } from './view.ts'
