"""What outlets write around an article, as patterns for the text of one line."""

ITSELF = r"(?:本文|本稿|本篇|本站|本网|本报|本刊|文章|稿件|原创|版权|图文)"
REUSE = r"(?:转载|转发|摘编|翻载|复制|引用|抄袭|镜像)"
FORBIDDEN = r"(?:不得|禁止|严禁|请勿|谢绝|拒绝|不可)"
# A notice says of this very text what others may not do with it. Sentences of an article that
# only forbid, or only speak of rights, are none.
NOTICES = (
    rf"(?:未经|未获|没有)[^。；]{{0,20}}(?:授权|许可|同意|允许)[^。]{{0,8}}{FORBIDDEN}[^。]"
    rf"{{0,8}}{REUSE}",
    rf"(?:未经|未获|没有)[^。；]{{0,20}}(?:授权|许可|同意|允许)[^。]{{0,8}}{REUSE}[^。]"
    rf"{{0,6}}(?:必究|追究|侵权)",
    rf"{ITSELF}[^。]{{0,60}}{FORBIDDEN}[^。；]{{0,12}}{REUSE}",
    rf"^{FORBIDDEN}[^。；]{{0,6}}{REUSE}",
    r"转载[^。；]{0,12}(?:请|须|需|务必)[^。；]{0,16}(?:注明|联系|标注|保留|获得?授权)",
    r"^[｜|丨]\s?[^。｜|丨]{2,40}(?:原创|独家)(?:文章|稿件|作品|内容)?\s?[｜|丨]$",
    r"(?:^|[，。；：:\s（(]|本文|本稿|文章|稿件|内容|作品)(?:版权|著作权)[^。；]{0,10}(?:"
    r"归|属)[^。；]{0,20}所有",
    r"(?:题图|头图|封面图?|配图|图片)(?:来自|来源|源自)[^。]{0,40}(?:协议|授权|CC ?[0B])",
    r"^[“”\"【\[*※]{0,2}(?:版权声明|免责声明|声明|特别声明|原创声明)\s*[:：]",
    r"(?:采用|遵循|基于)[^。]{0,40}(?:CC[ -]BY|BY-NC|知识共享|Creative Commons)[^。]{0,60}"
    r"(?:协议|许可|授权)",
    r"(?:本文|该文|文章|文中|以上)[^。]{0,8}(?:仅代表|只代表|系|为)作者(?:个人|本人)?",
    r"仅?提供信息存储(?:空间)?服务",
    r"(?:本文|本稿|文章)[^。]{0,90}(?:经|获)[^。]{0,10}授权(?:发布|转载|刊发|发表)",
    r"(?i)\ball rights reserved\b",
    r"(?i)^(?:copyright|©|\(c\)|c\.) ?(?:©|\(c\))? ?[0-9]{4}\b",
    r"(?i)\b(?:may not be|must not be|do not) (?:reproduced?|republish(?:ed)?|cop(?:y|"
    r"ied)|redistributed?)\b[^.]{0,60}\b(?:without|permission|in whole)\b",
)
READ_ON = (
    r"(?:原文|全文|大图|原图|高清(?:大图|图片)?|更多(?:内容|精彩(?:内容)?|图片|详情)?|详情"
    r"|完整(?:版|内容|文章|报道)|图片|(?:知乎|微博|豆瓣)?(?:讨论|原帖|原文|回答))"
)
FURNITURE = (
    # The place of a table of contents that was never made.
    r"(?i)@?\[toc\](?:\([^()]{0,40}\))?",
    rf"[^\w]{{0,6}}(?:(?:请|可)?(?:点击|轻触|单击|点开|戳|轻点|长按)(?:图片|上图|下图|此处|"
    rf"这里|链接|下方|左下角|文末|[“”"
    rf"「」\s])*)?(?:可|以|即可|看|来)?(?:查看|阅读|浏览|放大|保存|展开|显示)(?:{READ_ON})("
    rf"?:\s?[>»›→↓…]"
    rf"{{0,3}})[^\w]{{0,4}}",
    r"[^\w]{0,6}(?:点击|单击|轻点)(?:图片)?(?:可)?(?:放大|看大图)[^\w]{0,4}",
    r"[^\w]{0,6}(?:点击|轻触|单击|戳)(?:图片|上图|下图|链接|此处|这里)[，,\s]?(?:即可|立即|直接|马上)?(?:购买"
    r"|下单|选购)[^\w]{0,4}",
    r"(?i)view (?:the )?original (?:tweet|post) on (?:twitter|x)[^\w]{0,4}",
    r"(?i)the [\w ]{2,30} is not responsible for the content of external (?:internet )?sites\.?"
    r"(?: ?view original (?:tweet|post) on (?:twitter|x))?",
    r"[^\w]{0,4}(?:广告|赞助商链接|赞助内容|推广内容|(?i:advertisement|advertising|sponsor"
    r"ed content|"
    r"ad))[^\w]{0,4}",
    r"(?i)[^\w]{0,4}(?:(?:click )?(?:here )?to (?:read|view|see)|read|view|see|continu"
    r"e reading|keep reading) (?:more|on|the (?:full|original|rest)[\w ]{0,24}|full (?"
    r":article|story|post)|original(?: article| post| story)?|large image|larger image"
    r")[^\w]{0,5}",
    r"(?i)(?:continue reading\b[^.。]{0,120}|read the (?:full|original|whole) (?:articl"
    r"e|story|post|piece)(?: (?:here|on|at|in)\b[^.。]{0,40})?)[^\w]{0,5}",
    r"(?i)the post .{1,240} (?:first )?appeared (?:first )?on .{1,100}",
    r"(?i)(?:click|tap) (?:on )?(?:the )?(?:image|picture|photo)s? (?:to|for) (?:enlar"
    r"ge|zoom|a larger[\w ]{0,12}|view[\w ]{0,20})[^\w]{0,4}",
    r"[^\w]{0,6}(?:微信|手机|使用微信)?(?:扫码|扫一扫|扫描|长按|识别)[^。，；]{0,20}(?:二"
    r"维码|扫码|公众号|小程序|关注|下载|"
    r"加群|进群|分享)[^。]{0,40}[。！!]?[^\w]{0,4}",
    r"(?i)(?:share|tweet|pin it|email|print|share this|share (?:this )?(?:on|via|artic"
    r"le|post|story)(?: (?:facebook|twitter|x|whatsapp|linkedin|reddit|email))?)[^\w]{"
    r"0,4}",
)
TO_READERS = (
    r"(?:欢迎|请|敬请|点击|长按|扫码|更多|想|获取|如果(?:你|您)|喜欢(?:本文|这篇|就)|记得|"
    r"微信|马上|立即|赶快|快来|觉得|别忘|下载|打开|进入"
    r"|搜索|添加|点个)"
)
CHANNEL = (
    r"(?:公众号|公号|微信号|微信群|微博|视频号|头条号|百家号|抖音号?|小程序|客户端|APP|App"
    r"|app|知识星球|QQ群|交流群|读者群|二维码|Teleg"
    r"ram|星标|在看|点赞|我们)"
)
TO_US = (
    r"(?:投稿|来稿|爆料|报料|报题|线索|寻求报道|商务合作|广告合作|内容合作|合作(?=邮箱|微"
    r"信|电话|请)|约稿|转载合作|意见反馈|纠错|勘误|加入我们|联系"
    r"我们|联系方式|联系邮箱|联系编辑|读者服务|招聘)"
)
WAY = (
    r"(?:邮箱|邮件|电话|热线|微信|微博|[Qq]{2}|通道|渠道|平台|专线|客服|入口|@|[Ee]-?mail|"
    r"[0-9]{5})"
)
CLOSING = (
    r"[^\w]{0,4}(?:广告声明|推广声明|利益声明)\s?[:：].{1,240}",
    r"[^\w]{0,4}原标题\s?[:：].{1,120}",
    r"[^。]{0,40}尽在[^。]{0,24}(?:APP|App|客户端|公众号)[^。]{0,4}",
    rf"[^\w]{{0,4}}(?:本文来自|更多)[^。]{{0,60}}(?:下载|关注|登录)[^。]{{0,30}}{CHANNEL}[^。]{{0,10}}[。）)]{{0,2}}",
    r"[^\w]{0,4}(?:责任编辑|责编|编辑)\s?[:：]?",
    r"[^\w]{0,6}更多(?:精彩|相关)?(?:内容|资讯|报道|新闻|信息|文章)[，,\s]{0,3}(?:敬?请|欢迎)?(?:关注|订阅|下载|登录)"
    r"[^。]{1,30}[。！!]?[^\w]{0,4}",
    r"[^\w]{0,6}(?:想|要)?(?:申请)?成为[^。，]{0,12}(?:作者|会员|撰稿人)[^。]{0,20}",
    r"(?i).{1,200} was originally published in .{1,80} on medium, where people are.{1,60}",
    r"(?i)thanks? (?:you )?for reading\b.{0,80}\bsubscribe\b.{0,120}",
    rf"[^\w]{{0,6}}{TO_READERS}[^。]{{0,60}}{CHANNEL}[^。]{{0,40}}[。！!]?[^\w]{{0,6}}",
    rf"[^\w]{{0,6}}(?:关注|订阅|添加|加入|搜索|识别)[^。，]{{0,30}}{CHANNEL}[^。]{{0,40}}[^"
    rf"\w。]{{0,6}}",
    rf"[^\w]{{0,6}}(?:{TO_READERS}|我们|新闻|读者|在线|有|本报|本网|本刊|编辑部|如有|若有|"
    rf"如需)?[^。，；]{{0,14}}"
    rf"{TO_US}[^。]{{0,60}}{WAY}[^。]{{0,60}}[。]?[^\w]{{0,4}}",
    rf"[^\w]{{0,6}}{TO_US}(?:/[^\s:：]{{1,8}})?\s*[:：][^。]{{1,120}}",
    r"[^\w]{0,4}(?:上一篇|下一篇|上一页|下一页|上一章|下一章|前一篇|后一篇|上篇|下篇)(?:文"
    r"章)?(?:\s?[:：»«>›→|]|$).{0,120}",
    r"(?i)[^\w]{0,4}(?:previous|next|older|newer) (?:post|article|story|page|entry|cha"
    r"pter)s?(?:[:：»«>›→|\s]|$).{0,120}",
    r"[^\w]{0,4}(?:(?:文章|本文|相关)?(?:标签|话题|关键词|关键字)|(?i:tags?|topics?|keywor"
    r"ds?|filed un"
    r"der|categories))\s?(?:[:：]|[>＞»]{1,3})[^。：:!?！？]{0,120}",
    r"[^\w]{0,6}(?:#[^#\s]{1,24}#?\s*){2,12}",
    r"[^\w]{0,10}(?:(?i:the end|end|fin)|全文完|正文完|本文完|完结)[^\w]{0,10}",
    r"[^\w]{0,4}(?:分享(?:到|至|给|本文|文章)|转发(?:到|至)|一键分享|收藏本文)[^。]{0,60}",
    r"[^\w]{0,4}(?:赞赏|打赏|赏|支持)(?:作者|本文|一下|一杯咖啡)?[^\w]{0,4}",
    r"[^\w]{0,4}(?:[0-9]{1,6}|暂无|已有[0-9]{1,6})\s?(?:人|位|条|个|次)?(?:赞赏|打赏|点赞|"
    r"评论|喜欢|收藏|阅读"
    r"|转发|赞过|回复)(?:了该?文章)?[^\w]{0,4}",
    r"[^\w]{0,4}(?:(?:发表|写下|添加|查看|全部|最新|热门|精彩|网友|我要)(?:你的|您的)?评论"
    r"|登录后?(?:可以|可|才能)?(?:评论"
    r"|发表|查看)[^。]{0,12}|还没有评论[^。]{0,12}|评论区|(?i:leave a (?:comment|reply)|(?"
    r":view |pos"
    r"t )?comments?(?: \([0-9]{1,6}\))?|no comments(?: yet)?))[^\w]{0,4}",
    r"[^\w]{0,4}(?:返回(?:搜狐|首页|顶部|列表|目录)|回到顶部|(?i:back to (?:top|home)))[^"
    r"。]{0,20}",
    r"(?i)[^\w]{0,4}(?:(?:subscribe (?:to|now|for)|sign up (?:for|to)|join)\b[^.!?]{0,"
    r"60}\b(?:newsletter|mailing list|podcast|rss)|subscribe now|follo"
    r"w (?:us|me|@\w{1,30}) (?:on|at)|like us on|download our app|get our newsletter)"
    r"\b[^.!?]{0,140}[.!]?[^\w]{0,4}",
    r"(?i)[^\w]{0,4}(?:got|have) a (?:tip|story)\b.{0,200}",
    r"(?i)[^\w]{0,4}(?:(?:send|submit|email) (?:us )?(?:your )?(?:tips?|pitch(?:es)?|s"
    r"tory ideas?)|contact (?:us|the (?:editor|author|reporter))s?)\b[^.]{0,20}(?:at|t"
    r"o|:|via).{1,120}",
)
# The head of a page: where the text is from, and when.
WHEN = (
    r"[0-9]{4}(?:-|/|\.|年)[0-9]{1,2}(?:-|/|\.|月)[0-9]{1,2}日?"
    r"\s?[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?"
)
OPENING = (
    r"[^\w]{0,4}原标题\s?[:：].{1,160}",
    rf"(?:(?:来源|发布时间|时间)\s?[:：]?\s?)?(?:[^\s：:。，！？]{{1,20}}\s)?{WHEN}"
    r"(?:\s(?:来源\s?[:：]?\s?)?[^\s：:。，！？]{1,20})?",
)
COUNTERS = (
    *("点赞", "赞赏", "打赏", "赞同", "收藏", "分享", "评论", "转发", "举报", "阅读"),
    *("浏览量", "阅读量", "浏览", "在看", "喜欢", "不喜欢", "踩", "赞", "微信好友", "微信"),
    *("新浪微博", "微博", "QQ空间", "QQ好友", "QQ", "朋友圈", "豆瓣", "人人网", "复制链接"),
    *("复制", "链接", "打印", "字号", "字体", "海报", "生成海报", "回复", "关注", "收起"),
    *("展开", "查看", "次", "人", "条", "推荐", "分享到", "分享至", "更多", "Facebook"),
    *("Twitter", "LinkedIn", "WhatsApp", "Telegram", "Weibo", "WeChat", "Email", "Print"),
    *("Share", "Tweet", "Pinterest", "Reddit", "likes", "like", "comments", "comment"),
    *("shares", "views", "reads", "值", "不值"),
)
SUBJECT = (
    r"(?:文章|阅读|新闻|报道|链接|内容|精彩|回顾|资讯|专题|话题|故事|视频|帖子|博文|日志|"
    r"主题|好文|热文|推荐)"
)
RELATED = (
    rf"(?i)[^\w]{{0,4}}(?:(?:相关|延伸|拓展|扩展|推荐|更多|往期|热门|热点|精彩|近期|历史|关"
    rf"联|精选|最新|同类|猜你)(?:的)?(?:精彩|热门|优质|好)?"
    rf"{SUBJECT}(?:推荐|列表|阅读|回顾)?|猜你喜欢|[你您](?:可能|也许)(?:还|也)?(?:会|对|感)"
    rf"?.{{0,10}}(?:喜欢|兴趣)"
    rf"(?:的.{{0,6}})?|大家都在看|看了又看|热门排行"
    r"|related(?: (?:articles?|posts?|stor(?:y|ies)|reading|content|news|coverage|topi"
    r"cs|links))?|(?:you )?(?:may|might) also (?:like|enjoy|be interested in)"
    r"|recommended(?: (?:reading|articles|posts|stories|for you))?|more (?:from|on|abo"
    r"ut|in) .{1,40}|more (?:stories|articles|news|posts)|read (?:next|also)|also read"
    r"|see also|further reading|up next|don.t miss|popular posts|most (?:read|popular)"
    r"|trending(?: now)?)\s?[:：]?[^\w]{0,4}"
)
SUMMARY = (
    r"(?i)[【\[（(〔「\s]*(?:编辑导语|编辑导读|编者按语?|编者的话|编辑按|小编按|导语|本文"
    r"导读|内容导读|文章导读|导读|内容摘要|文章摘要|摘要|摘 要"
    r"|核心提示|内容提要|提要|内容简介|阅读提示|editor(?:['’]s|s)? note|tl;? ?dr|abstract|"
    r"summary|in brief)"
    r"(?:\s?[】\]）)〕」]\s*[:：]?|\s?[:：｜|丨])\s*"
)
CAPTION = (
    r"[▲△▴▼▽↑↓◀◁]|[（(](?:上|下|左|右)?图[)）]|(?:上|下|左|右)?图\s*[:：丨|｜]|图(?:[一二"
    r"三四五六七八九十]|[0-9]){1,"
    r"3}(?:[-—.][0-9]{1,2})?\s*[:：丨|｜/、. ]|图注\s*[:：]|图说\s*[:：丨|｜]|(?i:fig(?:ur"
    r"e|\.)) ?[0-9"
    r"]{1,2}[.:：]"
)
EMPTY_ALT = (
    r"(?i)(?:an? )?(?:image|img|picture|pic|photo|alt|null|undefined|none|untitled|图片|图像|图"
    r"|配图|插图|照片|截图|在这里插入图片描述|这里写图片描述|图片描述|图片加载失败|点击(?:"
    r"图片)?(?:查看|放大|看)(?:大图|原图)?)?[\s0-9_-]"
    r"{0,8}"
)
PLACEHOLDER = (
    r"(?i)(?:^data:)|^about:blank|//picsum\.photos/|//(?:via\.placeholder\.com|placeho"
    r"ld\.(?:it|co)|placekitten\.com|loremflickr\.com|dummyimage\.com|source\.unsplash"
    r"\.com/random)"
    r"|[/_.-](?:blank|spacer|loading[0-9]?|loader|placeholder|lazy(?:load|-load|_load)"
    r"?|1x1|1px|pixel|transparent|grey|gray|default_?img|no-?image|nopic|s\.gif|clear|"
    r"empty|dot|none)(?:[-_@][0-9a-z]{1,8})?\.(?:gif|png|svg|jpe?g|webp)"
    # What a page writes where it knows of no picture.
    r"|/(?:undefined|null)(?:[?#]|$)"
)
CODE_PICTURE = (
    r"(?i)(?:^|[/_-])(?:qr-?code|qr|ewm|erweima|weixin|wechat|gongzhonghao)[\w-]{0,20}\.(?"
    r":png|jpe?g|gif|webp)|/qr-?code[/?]"
)
STAFF = (
    r"[^\w]{0,4}(?:责任编辑|责编|编辑|校对|审核|审校|监制|终审|值班|记者|作者|文|制作|策划"
    r"|统筹|编审|主编|实习生|撰文|(?i:edited b"
    r"y|reporting by|editor|source))\s?[:：/／|丨｜].{1,60}"
)
