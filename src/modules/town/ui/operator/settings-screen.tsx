import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Column, Columns } from '#kit/columns'
import { ProblemState } from '#kit/problem'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { RowSkeletons } from '#kit/skeletons'
import { useGet } from '#web/api'
import { toast } from '#web/toast'
import css from './forms.module.css'
import { LanguagesForm } from './languages-form.tsx'
import { LookForm } from './look-form.tsx'
import { NameForm } from './name-form.tsx'

/** What the town is called, where and in what it counts, how it speaks and looks. */
export function SettingsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <SettingsPage title={t('settings.title')} hint={t('settings.hint')}>
      <Forms />
    </SettingsPage>
  )
}

function Forms(): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/town', { staleTime: 0 })
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={4} />
  }
  const form = { town: data, submitText: t('settings.save'), onSaved: () => toast(t('settings.saved')) }
  return (
    <>
      {!data.isOpen && (
        <Section>
          <p>{t('setup.unfinished')}</p>
          <div className={css.buttons}>
            <Button component={Link} to="/operator/setup">
              {t('setup.goOn')}
            </Button>
          </div>
        </Section>
      )}
      <Columns>
        <Column>
          <Section title={t('settings.town')}>
            <NameForm {...form} />
          </Section>
          <Section title={t('townForm.look')}>
            <LookForm {...form} />
          </Section>
        </Column>
        <Section title={t('townForm.languages')}>
          <LanguagesForm {...form} />
        </Section>
      </Columns>
    </>
  )
}
