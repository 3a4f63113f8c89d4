import type { CaseKind, CaseRuling } from '#kernel/case-kind'
import type { Tx } from '#kernel/db'
import { type Language, findMailboxes } from '#modules/identity'
import type { Mailer } from '#modules/mail'

/** What letters about cases are made with. */
export type Post = { town: { id: number; name: string }; mailer: Mailer; publicUrl: string }

/** What a letter tells. */
export type RuledNews = {
  caseId: string
  kind: CaseKind
  ruling: CaseRuling
  /** Title of the thing, where it has one. */
  about: string
  words: string
}

type Letter = { subject: string; text: string }

/** Tells these parties how a case ended; the letters leave with the transaction. */
export async function sendRuled(
  tx: Tx,
  { town, mailer, publicUrl }: Post,
  { parties, news, now }: { parties: readonly string[]; news: RuledNews; now: number },
): Promise<void> {
  const link = new URL(`/cases/${news.caseId}`, publicUrl).href
  for (const { email, language } of await findMailboxes(tx, town.id, parties)) {
    await mailer.queue(tx, { to: email, ...ruledMail(language, { ...news, town: town.name, link }), now })
  }
}

function ruledMail(language: Language, of: RuledNews & { town: string; link: string }): Letter {
  const { kind, ruling, about, words, town, link } = of
  const said = words === '' ? '' : `\n${words}\n`
  const thing = about === '' ? '' : ` “${about}”`
  return {
    en: {
      subject: `${kind.title.en}: ${ruling.title.en}`,
      text:
        `${town} has looked at a case that concerns you${thing}.\n\nThe answer: ${ruling.title.en}.\n${said}\n` +
        `Here you see it, and can ask once that it is looked at again:\n\n${link}\n`,
    },
    zh: {
      subject: `${kind.title.zh}：${ruling.title.zh}`,
      text:
        `${town}已处理一件与您有关的个案${about === '' ? '' : `“${about}”`}。\n\n结果：${ruling.title.zh}。\n${said}\n` +
        `您可以在此查看，并可申请一次复核：\n\n${link}\n`,
    },
  }[language]
}
