import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type RefObject, type SubmitEvent, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote, ProblemState } from '#kit/problem'
import { SchemaForm } from '#kit/schema-form'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { IconTag } from '@tabler/icons-react'
import { type Api, ApiProblem, type Reply, useApi, useGet } from '#web/api'
import { useHead } from '#web/head'
import { newKey } from '#web/ids'
import { refreshAll } from '#web/live'
import { manifestOf } from '#web/manifest'
import { type Schema, initialValues, isEmptySchema } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { useTown } from '#web/town'
import { type Draft, type Thing, commandsOf, draftOf, emptyDraft, missingOf } from './draft.ts'
import css from './editor.module.css'
import { BusinessChoice, useSellable } from './business-choice.tsx'
import { archiveCommand, putCommand, sendCommands } from './own-offers.ts'
import { Pictures } from './pictures.tsx'
import { PriceHint } from './price-hint.tsx'
import { Terms } from './terms.tsx'
import { Variants } from './variants.tsx'

/** Offering something new, in any line of business. */
export function NewOfferScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('listings.new'), isPrivate: true })
  const { businesses, problem, again } = useSellable()
  const { currency } = useTown()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  if (problem !== null) return <ProblemState problem={problem} again={again} />
  if (businesses === undefined) return <PageSkeleton />
  const business = businesses.find((one) => one.business === (chosen ?? 'market')) ?? businesses[0]
  if (business === undefined)
    return <EmptyState icon={IconTag} title={t('editor.nowhere')} text={t('editor.nowhereHint')} />
  return (
    <Page width="narrow">
      <PageTitle>{t('listings.new')}</PageTitle>
      <BusinessChoice businesses={businesses} value={business.business} onChange={setChosen} />
      <Editor key={business.business} business={business} start={emptyDraft(business.business, currency)} />
    </Page>
  )
}

/** Changing what one offers. */
export function OfferEditorScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('seller')
  const thing = useGet('/v1/offers/{id}', { path: { id }, retry: false, staleTime: Infinity })
  const business = useGet('/v1/businesses/{name}', {
    path: { name: thing.data?.business ?? '' },
    enabled: thing.data !== undefined,
    staleTime: 60_000,
  })
  useHead({ title: thing.data?.title ?? t('listings.title'), isPrivate: true })
  const problem = thing.data === undefined ? thing.error : business.data === undefined ? business.error : null
  if (problem !== null) return <ProblemState problem={problem} again={() => void thing.refetch()} />
  if (thing.data === undefined || business.data === undefined) return <PageSkeleton />
  return (
    <Page width="narrow">
      <PageTitle
        hint={thing.data.isListed ? undefined : t('editor.archived')}
        aside={<TextLink to={`/offers/${thing.data.id}`}>{t('editor.asBuyer')}</TextLink>}
      >
        {thing.data.title}
      </PageTitle>
      <Editor
        key={thing.data.variants.map(({ id: variant, rev }) => `${variant} ${rev}`).join()}
        business={business.data}
        start={draftOf(thing.data)}
        before={thing.data}
      />
    </Page>
  )
}

type Business = Reply<'get', '/v1/businesses/{name}'>
type EditorProps = { business: Business; start: Draft; before?: Thing }

/** The form of an offer: what all have in common, and what its line of business asks for. What was typed stays. */
function Editor({ business, start, before }: EditorProps): ReactNode {
  const { t } = useTranslation('seller')
  const schema: Schema = manifestOf(business).offer ?? {}
  const [draft, setDraft] = useState<Draft>(() => ({ ...start, attributes: initialValues(schema, start.attributes) }))
  const [isTried, setTried] = useState(false)
  const missing = missingOf(draft, schema)
  const hint = useRef<string | undefined>(undefined)
  const noteHint = useCallback((id: string | undefined) => void (hint.current = id), [])
  const save = useSave(before, hint)
  const errors = save.problem?.errors ?? []
  const change = (part: Partial<Draft>): void => {
    setDraft((old) => ({ ...old, ...part }))
    save.clear()
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (missing.length === 0) void save.press(draft)
  }
  const shownMissing = isTried ? missing : []
  return (
    <form className={css.form} onSubmit={submit} noValidate aria-label={t('editor.form')}>
      <Section title={t('editor.pictures')}>
        <Pictures
          pictures={draft.pictures}
          onChange={(next) => setDraft((old) => ({ ...old, pictures: next(old.pictures) }))}
        />
      </Section>
      <Section title={t('editor.what')}>
        <Terms draft={draft} change={change} errors={errors} missing={shownMissing} business={business} />
      </Section>
      <Section title={t('editor.priceAndStock')}>
        <Variants draft={draft} change={change} errors={errors} missing={shownMissing} />
        <PriceHint draft={draft} change={change} onHint={noteHint} />
      </Section>
      {!isEmptySchema(schema) && (
        <Section title={t('editor.details')}>
          <SchemaForm
            schema={schema}
            values={draft.attributes}
            onChange={(attributes) => change({ attributes })}
            context={{ currency: draft.currency, errors, missing: shownMissing }}
          />
        </Section>
      )}
      {isTried && missing.length > 0 && (
        <p role="alert" className={css.missing}>
          {t('editor.missing')}
        </p>
      )}
      <ProblemNote problem={save.problem} />
      <div className={css.buttons}>
        <Button type="submit" size="md" loading={save.isPending}>
          {before === undefined ? t('editor.offer') : t('save')}
        </Button>
        {before?.isListed === true && <Archive thing={before} />}
      </div>
    </form>
  )
}

/** Sends all of a draft, or nothing. */
function useSave(before: Thing | undefined, hint: RefObject<string | undefined>) {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useIntention(async (key: string, draft: Draft) => {
    const commands = commandsOf(draft, before, t('stock.counted'))
    const outcomes = await sendCommands(api, commands, { key, all: true })
    const refused = outcomes.find(({ problem }) => problem !== undefined && problem.slug !== 'list-refused')?.problem
    if (refused !== undefined) throw refused
    await tellChoice(api, hint.current, draft)
    toast(before === undefined ? t('editor.offered', { title: draft.title }) : t('editor.saved'))
    await refreshAll(client)
    await navigate('/sell/listings')
  })
}

/** Says at which price the thing is offered after a hint. The offer stands, whether or not anything is learnt by it. */
async function tellChoice(api: Api, id: string | undefined, { variants }: Draft): Promise<void> {
  const [first] = variants
  if (id === undefined || first?.priceMinor === undefined || first.priceMinor < 1) return
  try {
    const body = { offer: first.id, priceMinor: first.priceMinor }
    await api.put('/v1/price-hints/{id}/choice', { path: { id }, body })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
  }
}

/** Ends the whole thing, with a way back. */
function Archive({ thing }: { thing: Thing }): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const active = thing.variants.filter(({ status }) => status === 'active')
  const revive = async (revs: readonly number[]): Promise<void> => {
    const groupId = thing.variants.length > 1 || Object.keys(active[0]?.variant ?? {}).length > 0 ? thing.id : null
    const { business, description, category, currency } = thing
    const back = active.map((variant, index) =>
      putCommand({ ...variant, business, description, category, currency, groupId, rev: revs[index] ?? 0 }),
    )
    await sendCommands(api, back, { key: newKey() })
    await refreshAll(client)
  }
  const archive = useIntention(async (key: string) => {
    const outcomes = await sendCommands(api, active.map(archiveCommand), { key, all: true })
    const refused = outcomes.find(({ problem }) => problem !== undefined)?.problem
    if (refused !== undefined) throw refused
    const revs = outcomes.map(({ rev }) => rev ?? 0)
    toast(t('editor.archivedNow', { title: thing.title }), { undo: () => void revive(revs) })
    await refreshAll(client)
    await navigate('/sell/listings')
  })
  return (
    <>
      <Button variant="default" size="md" loading={archive.isPending} onClick={() => void archive.press()}>
        {t('bulk.archive')}
      </Button>
      <ProblemNote problem={archive.problem} />
    </>
  )
}
