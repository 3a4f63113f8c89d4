/** What takes something back or away asks first. */
export const graveTypes = /^(cancel|refund|dispute|withdraw|decline|reject|lost|close)/i
