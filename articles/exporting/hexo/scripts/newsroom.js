'use strict';

// Dates in these posts name their zone. Hexo reads such dates rightly only where the machine
// keeps the zone of the site, so this process does.
process.env.TZ = hexo.config.timezone;

// Hexo knows no date on which a post expires.
hexo.extend.filter.register('before_generate', () => {
  const now = Date.now();
  const expired = hexo
    .model('Post')
    .filter((post) => post.published && post.expires && new Date(post.expires).getTime() <= now);
  return Promise.all(
    expired.toArray().map((post) => {
      post.published = false;
      return post.save();
    }),
  );
});
