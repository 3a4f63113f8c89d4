import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { ApiProblem } from '#web/problem'
import { ProblemNote } from './problem.tsx'

/** Rows of a file for spreadsheets; the members of the first are its columns. */
export type CsvRow = Readonly<Record<string, string | number | boolean | null>>

/**
 * Text of a CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP, CSV Injection); the mark at the beginning tells spreadsheets that it is UTF-8.
 */
export async function csvOf(rows: readonly CsvRow[]): Promise<Blob> {
  const { unparse } = (await import('papaparse')).default
  const text = unparse([...rows], { escapeFormulae: true, newline: '\r\n' })
  return new Blob(['\uFEFF', text], { type: 'text/csv' })
}

/** Gives a file to the person at the browser. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

type Props = { name: string; read: () => Promise<Blob>; children: ReactNode }

/** Makes a file when it is pressed, and says what went wrong when it cannot. */
export function SaveButton({ name, read, children }: Props): ReactNode {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | undefined>(undefined)
  const save = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      saveFile(name, await read())
    } catch (refused) {
      if (!(refused instanceof ApiProblem)) throw refused
      setProblem(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={18} />} loading={isBusy} onClick={() => void save()}>
        {children}
      </Button>
      <ProblemNote problem={problem} />
    </>
  )
}
