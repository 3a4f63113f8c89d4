import type { ReactNode } from 'react'
import type { ApiProblem } from '#web/problem'
import css from './loaded-rows.module.css'
import { ProblemNote } from './problem.tsx'
import { RowsTable, type TableProps } from './rows-table.tsx'
import { RowSkeletons } from './skeletons.tsx'

type Props<Row> = Omit<TableProps<Row>, 'rows'> & {
  /** Undefined until they are there. */
  rows: readonly Row[] | undefined
  /** Why they, or the newest of them, could not be read. */
  problem: ApiProblem | undefined | null
  again: () => unknown
  /** What is said when there are none; some lists are never empty. */
  none?: string
}

/** A table of what is asked for: grey rows until it has come, why it could not, that there is nothing, or the rows. */
export function LoadedRows<Row>({ rows, problem, again, none, ...table }: Props<Row>): ReactNode {
  const hasProblem = problem !== undefined && problem !== null
  return (
    <>
      <ProblemNote problem={problem} again={again} />
      {rows === undefined ? (
        !hasProblem && <RowSkeletons count={4} />
      ) : rows.length === 0 && none !== undefined ? (
        <p className={css.none}>{none}</p>
      ) : (
        <RowsTable {...table} rows={rows} />
      )}
    </>
  )
}
