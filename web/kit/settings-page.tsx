import type { ReactNode } from 'react'
import { useHead } from '#web/head'
import { SettingsNav } from './operator-navs.tsx'
import { OperatorsOnly } from './operators-only.tsx'
import { Page, PageTitle } from './section.tsx'

/** The frame of every screen of the settings: for operators only, with the way to the others. */
export function SettingsPage({
  title,
  hint,
  children,
}: {
  title: string
  hint?: string
  children: ReactNode
}): ReactNode {
  useHead({ title, isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle hint={hint}>{title}</PageTitle>
        <SettingsNav />
        {children}
      </Page>
    </OperatorsOnly>
  )
}
