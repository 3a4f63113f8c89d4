export { declareCaseKinds, findCaseKind, listCaseKinds } from './kinds.ts'
export { type CasePlace, type Opening, openCase } from './opening.ts'
export { type CaseRow, type CasesQuery, findCase, listCases, openCases } from './reading.ts'
