import { machineNow } from '#kernel/clock'
import type { Tx } from '#kernel/db'
import { findMailboxes, type Language, listHolders } from '#modules/identity'
import type { Mailer } from '#modules/mail'
import type { RolledNews } from './rolling-back.ts'

/** What letters about loops are made with. */
export type Post = { town: { id: number; name: string }; mailer: Mailer; publicUrl: string }

/** Tells the operators that the town has rolled a policy back; the letters leave with the transaction. */
export async function sendRolledBack(tx: Tx, post: Post, { rolling, rolled }: RolledNews): Promise<void> {
  const { town, mailer, publicUrl } = post
  const link = new URL(`/operator/loops/${rolling.point}`, publicUrl).href
  const operators = await listHolders(tx, town.id, 'operator')
  for (const { email, language } of await findMailboxes(tx, town.id, operators)) {
    await mailer.queue(tx, { to: email, ...letterIn(language, { rolling, rolled, link }), now: machineNow() })
  }
}

type News = RolledNews & { link: string }

function letterIn(language: Language, { rolling, rolled, link }: News): { subject: string; text: string } {
  const { point, policy, why } = rolling
  const gone = `${policy.name} ${policy.version}`
  const to = rolled.to === null ? null : `${rolled.to.name} ${rolled.to.version}`
  const now = {
    en: to === null ? 'The safe default stands.' : `${to} lives again.`,
    zh: to === null ? '现由安全默认值代替。' : `${to} 已恢复使用。`,
  }
  return {
    en: {
      subject: `${point}: ${gone} was rolled back`,
      text: `${gone} has turned bad at ${point}: ${why}.\n\n${now.en}\n\nThe whole story: ${link}\n`,
    },
    zh: {
      subject: `${point}：${gone} 已自动回退`,
      text: `${gone} 在 ${point} 上表现变差：${why}。\n\n${now.zh}\n\n完整经过：${link}\n`,
    },
  }[language]
}
