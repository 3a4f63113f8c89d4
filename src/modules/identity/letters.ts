import type { Language } from './parties.ts'

/** Letters to people, in the language in which they are written to. */

/** A letter's words. */
export type Letter = { subject: string; text: string }

/** Asks somebody into the team of a shop. */
export function invitationMail(language: Language, { shop, link }: { shop: string; link: string }): Letter {
  return {
    en: {
      subject: `Join ${shop}`,
      text: `You are invited to work for ${shop}. This link works once, for seven days:\n\n${link}\n`,
    },
    zh: {
      subject: `加入${shop}`,
      text: `邀请您加入${shop}。此链接七天内有效，只能使用一次：\n\n${link}\n`,
    },
  }[language]
}

/** Proves that an address is the reader's. */
export function verificationMail(language: Language, { town, link }: { town: string; link: string }): Letter {
  return {
    en: {
      subject: `Confirm your address for ${town}`,
      text:
        `Please confirm that this address is yours. This link works for one hour:\n\n${link}\n\n` +
        `If you did not sign up for ${town}, do nothing.\n`,
    },
    zh: {
      subject: `确认您在${town}的邮箱`,
      text: `请确认这是您的邮箱。此链接一小时内有效：\n\n${link}\n\n如果您没有注册${town}，请忽略此邮件。\n`,
    },
  }[language]
}

/** Lets somebody who has forgotten the password choose another. */
export function resetMail(language: Language, { town, link }: { town: string; link: string }): Letter {
  return {
    en: {
      subject: `A new password for ${town}`,
      text:
        `Choose a new password here. The link works once, for one hour:\n\n${link}\n\n` +
        'If you did not ask for it, do nothing: your password stays as it is.\n',
    },
    zh: {
      subject: `重设您在${town}的密码`,
      text:
        `请在此设置新密码。此链接一小时内有效，只能使用一次：\n\n${link}\n\n` +
        '如果不是您本人操作，请忽略此邮件，您的密码不会改变。\n',
    },
  }[language]
}
