/**
 * Shelves for a town that begins empty: without any, nothing could be offered. Words are those of shops; whoever runs
 * the town goes on from here by an import.
 */
export const firstShelves: readonly { slug: string; parent: string | null; titles: { en: string; zh: string } }[] = [
  { slug: 'home', parent: null, titles: { en: 'Home and garden', zh: '家居园艺' } },
  { slug: 'ceramics', parent: 'home', titles: { en: 'Ceramics', zh: '陶瓷' } },
  { slug: 'furniture', parent: 'home', titles: { en: 'Furniture', zh: '家具' } },
  { slug: 'plants', parent: 'home', titles: { en: 'Plants', zh: '植物' } },
  { slug: 'food', parent: null, titles: { en: 'Food and drink', zh: '食品饮料' } },
  { slug: 'clothing', parent: null, titles: { en: 'Clothing', zh: '服饰' } },
  { slug: 'books', parent: null, titles: { en: 'Books and music', zh: '图书音乐' } },
  { slug: 'toys', parent: null, titles: { en: 'Toys and games', zh: '玩具游戏' } },
  { slug: 'sports', parent: null, titles: { en: 'Sport and outdoors', zh: '运动户外' } },
  { slug: 'electronics', parent: null, titles: { en: 'Electronics', zh: '电子产品' } },
  { slug: 'crafts', parent: null, titles: { en: 'Arts and crafts', zh: '手工艺品' } },
  { slug: 'services', parent: null, titles: { en: 'Services', zh: '服务' } },
  { slug: 'other', parent: null, titles: { en: 'Everything else', zh: '其他' } },
]
