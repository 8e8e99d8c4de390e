"""Who and what is in the sample community: fictional people, buildings, goods, rounds and requests.

Only lists, no logic. `generate.py` makes the ledgers from them.
"""

# code, units (None: the building has no units), floors, doors, except, extra, captain in community.toml
BUILDINGS = [
    ("1", ["1", "2"], 11, 2, [], [], ""),
    ("2", ["1", "2"], 11, 2, [], [], ""),
    ("3", ["1", "2"], 17, 2, ["3-1-1702"], ["3-1-商101"], "李梅"),
    ("4", ["1", "2"], 11, 2, [], [], ""),
    ("5", None, 11, 4, [], [], "欧阳淑芬"),
    ("6", ["1", "2"], 11, 2, [], [], ""),
    ("7", ["1", "2"], 11, 2, [], [], ""),
    ("8", ["1", "2"], 17, 2, ["8-1-101"], [], ""),
    ("9", ["1", "2"], 11, 2, [], [], ""),
    ("10", ["1", "2"], 11, 2, [], [], ""),
    ("11", ["1", "2"], 11, 2, [], [], ""),
    ("A", ["1"], 17, 4, [], ["A-1-商101"], "叶青"),
]
COUNTED_BY_HOME = ["3", "5", "10"]  # buildings with a census row a home, and distribution rows a home
UNKNOWN_HOMES = ["3-2-401", "3-2-1602"]  # nobody has ever answered there

# Six captains write for their own building and for a neighbour's.
WRITES_FOR = {
    "沈国华": ["1", "2"],
    "李梅": ["3", "4"],
    "欧阳淑芬": ["5", "6"],
    "潘磊": ["7", "8"],
    "许美娟": ["9", "10"],
    "叶青": ["11", "A"],
}

GROUPS = [
    ("liaison", "联络管理组"),
    ("coordination", "综合协调组"),
    ("logistics", "后勤保障组"),
    ("sampling", "核酸采集组"),
    ("publicity", "招募宣传组"),
    ("captains", "楼长管理组"),
    ("errands", "红色代跑组"),
]

# volunteer, group, role, place, skills, since, until, note
VOLUNTEERS = [
    ("方晓岚", "liaison", "leader", "", "", "2022-08-01", "", ""),
    ("金立群", "liaison", "deputy", "", "英语", "2022-08-01", "", ""),
    ("楼雨桐", "liaison", "member", "", "", "2022-08-03", "", ""),
    ("骆建平", "coordination", "leader", "", "", "2022-08-01", "", "业委会委员"),
    ("陈思远", "coordination", "deputy", "", "表格", "2022-08-01", "", "排班"),
    ("何静", "coordination", "member", "", "", "2022-08-01", "", ""),
    ("王海柳", "logistics", "leader", "", "驾照", "2022-08-01", "", ""),
    ("吴国强", "logistics", "deputy", "", "叉车|电工", "2022-08-01", "", ""),
    ("龚小雪", "logistics", "member", "", "", "2022-08-02", "", "管北门岗亭"),
    ("虞大伟", "logistics", "member", "", "驾照", "2022-08-02", "", ""),
    ("朱婷", "sampling", "leader", "", "护士", "2022-08-01", "", ""),
    ("丁一帆", "sampling", "deputy", "", "", "2022-08-01", "", ""),
    ("毛佳佳", "sampling", "assistant", "", "", "2022-08-02", "", "扫码"),
    ("陈思远", "sampling", "member", "", "", "2022-08-04", "", "缺人时顶班"),
    ("傅晓天", "publicity", "leader", "", "摄影", "2022-08-01", "", ""),
    ("蒋欣怡", "publicity", "deputy", "", "", "2022-08-01", "", ""),
    ("楼雨桐", "publicity", "member", "", "", "2022-08-03", "", ""),
    ("李梅", "captains", "leader", "", "", "2022-08-01", "", ""),
    ("欧阳淑芬", "captains", "deputy", "", "", "2022-08-01", "", ""),
    ("沈国华", "captains", "captain", "1", "", "2022-08-01", "", ""),
    ("马建英", "captains", "captain", "2", "", "2022-08-01", "", ""),
    ("李梅", "captains", "captain", "3", "", "2022-08-01", "", ""),
    ("俞佩佩", "captains", "captain", "3-2", "", "2022-08-03", "", ""),
    ("黄志明", "captains", "captain", "4", "", "2022-08-01", "", ""),
    ("欧阳淑芬", "captains", "captain", "5", "", "2022-08-01", "", ""),
    ("冯秀英", "captains", "captain", "6", "", "2022-08-01", "", "七十一岁，电话报数"),
    ("潘磊", "captains", "captain", "7-1", "", "2022-08-01", "", ""),
    ("贾文静", "captains", "captain", "7-2", "", "2022-08-01", "", ""),
    ("郑卫东", "captains", "captain", "8", "", "2022-08-01", "", ""),
    ("许美娟", "captains", "captain", "9", "", "2022-08-01", "", ""),
    ("宋长河", "captains", "captain", "10", "", "2022-08-01", "", ""),
    ("邵丽萍", "captains", "captain", "11", "", "2022-08-01", "", ""),
    ("叶青", "captains", "captain", "A", "", "2022-08-01", "", ""),
    ("赵铁军", "errands", "leader", "", "驾照|通行证", "2022-08-01", "", ""),
    ("孙小曼", "errands", "deputy", "", "", "2022-08-01", "", ""),
    ("刘畅", "errands", "member", "", "驾照", "2022-08-02", "", ""),
    ("徐亮", "errands", "member", "", "电动车", "2022-08-02", "", ""),
]

# item, category, unit, packs, minimum, aliases, note
ITEMS = [
    ("蔬菜包", "食品", "份", "", "", "菜包|蔬菜礼包", "约14斤"),
    ("大米", "食品", "kg", "袋=10", "100", "米|东北大米", ""),
    ("鸡蛋", "食品", "盒", "箱=12", "20", "蛋", "每盒15枚"),
    ("牛奶", "食品", "盒", "箱=12", "120", "纯牛奶", "250毫升"),
    ("食用油", "食品", "桶", "箱=4", "10", "油", ""),
    ("饮用水", "食品", "瓶", "箱=24", "240", "矿泉水|水", ""),
    ("面包", "食品", "个", "箱=20", "", "", ""),
    ("方便面", "食品", "桶", "箱=12", "48", "泡面", ""),
    ("婴儿奶粉", "母婴", "罐", "箱=6", "12", "奶粉", ""),
    ("纸尿裤", "母婴", "包", "箱=4", "8", "尿不湿", ""),
    ("消毒液", "防疫", "瓶", "箱=12", "24", "84消毒液|84", ""),
    ("酒精", "防疫", "瓶", "箱=24", "12", "75%酒精", ""),
    ("口罩", "防疫", "只", "盒=50|箱=2000", "1000", "医用外科口罩|一次性口罩", ""),
    ("N95口罩", "防疫", "只", "盒=20", "100", "N95", ""),
    ("抗原试剂", "防疫", "人份", "盒=20|箱=500", "500", "抗原|抗原检测试剂", ""),
    ("防护服", "防疫", "件", "箱=50", "30", "", ""),
    ("面屏", "防疫", "个", "", "20", "防护面屏", ""),
    ("一次性手套", "防疫", "双", "盒=50", "200", "手套|丁腈手套", ""),
    ("布洛芬", "药品", "盒", "", "20", "布洛芬胶囊", "凭登记领取"),
    ("退烧贴", "药品", "盒", "", "10", "", ""),
    ("卫生纸", "日用", "提", "", "", "卷纸", ""),
    ("垃圾袋", "日用", "卷", "箱=40", "20", "黄色垃圾袋", ""),
]

TEST_DAYS = [2, 4, 6, 8, 10, 12, 14, 16]

# code, title, day, closes (day, hour) or None, needs, allotments (item, quantity, per)
DISTRIBUTIONS = [
    ("veg-0804", "8月4日蔬菜包", 4, (6, 20), [], [("蔬菜包", 1, "household")]),
    ("formula-0806", "8月6日婴幼儿家庭奶粉纸尿裤", 6, (7, 20), ["infant"],
     [("婴儿奶粉", 1, "household"), ("纸尿裤", 1, "household")]),
    ("veg-0808", "8月8日蔬菜包和大米", 8, (10, 20), [], [("蔬菜包", 1, "household"), ("大米", 5, "household")]),
    ("milk-0810", "8月10日牛奶每人两盒", 10, (12, 12), [], [("牛奶", 2, "resident")]),
    ("veg-0812", "8月12日蔬菜包和鸡蛋", 12, (14, 12), [], [("蔬菜包", 1, "household"), ("鸡蛋", 1, "household")]),
    ("clean-0814", "8月14日楼道消毒液", 14, (15, 20), [], [("消毒液", 2, "unit")]),
    ("veg-0816", "8月16日蔬菜包", 16, (17, 20), [], [("蔬菜包", 1, "household")]),
]

# Homes of the stories: residents, present, needs
FORCED = {
    "5-0-803": (1, 1, "elderly"),
    "5-0-1003": (2, 1, "chronic"),
    "5-0-601": (3, 3, "infant"),
    "10-1-301": (3, 0, ""),
    "10-1-702": (3, 3, ""),
    "10-2-903": (0, 0, ""),
    "3-1-1201": (2, 2, ""),
    "3-1-商101": (2, 1, ""),
    "3-2-301": (4, 4, ""),
    "3-2-1402": (2, 2, ""),
    "7-1-301": (3, 1, ""),
    "7-1-902": (2, 1, ""),
    "3-2-502": (3, 3, "elderly|dialysis"),
    "11-2-602": (3, 3, "pregnant"),
    "6-2-801": (2, 2, "elderly|disabled"),
    "2-1-402": (4, 4, "infant"),
    "A-1-1204": (4, 4, "infant"),
}

# Requests. A step is `step@<day><slot>`, with `:runner`, `=spent`, `>ref` and a note after `#`.
# Slots: m morning, a afternoon, e evening; x and y are the two calls that could not wait.
REQUESTS = [
    ("r1", "3-1-902", "medicine", "布洛芬一盒、退烧贴一盒，孩子发烧", "today",
     "opened@2m taken@2m:刘畅 bought@2a=38.5 delivered@2a confirmed@3m"),
    ("r2", "7-2-501", "baby", "婴儿奶粉二段一罐", "today",
     "opened@2m taken@2m:徐亮 bought@2a=268 delivered@2a confirmed@2e"),
    ("r3", "1-1-302", "medicine", "降压药一个月量，有处方", "normal",
     "opened@2a taken@3m:赵铁军 bought@3a=126.4 delivered@3a confirmed@4m"),
    ("r4", "8-2-1501", "food", "一箱牛奶，家里三个孩子", "normal",
     "opened@3m taken@3m:刘畅 bought@3a=58 delivered@3a confirmed@4m"),
    ("r5", "3-2-502", "transport", "透析病人每周三次去医院，需要车和通行证", "critical",
     "opened@3x taken@3x:赵铁军 delivered@3y confirmed@4m"),
    ("r6", "9-1-1002", "repair", "厨房水管爆裂", "today",
     "opened@4m referred@4m>物业维修班"),
    ("r7", "2-1-402", "baby", "纸尿裤XL一包", "today",
     "opened@4m taken@4a:孙小曼 bought@4a=89 delivered@4a confirmed@5m"),
    ("r8", "2-1-402", "baby", "纸尿裤XL，同一户在群里又接了一次龙", "today",
     "opened@4a duplicate@5m>r7"),
    ("r9", "6-2-801", "care", "老人独自在家，请每天敲一次门", "normal",
     "opened@5m taken@5m:虞大伟 delivered@5a confirmed@6m"),
    ("r10", "A-1-1204", "baby", "辅食米粉两盒", "normal",
     "opened@5m taken@5a:徐亮 bought@6m=76 delivered@6a confirmed@7m"),
    ("r11", "4-2-602", "food", "猫粮一袋", "normal",
     "opened@5a cancelled@6m#朋友已送到北门"),
    ("r12", "10-2-502", "medicine", "胰岛素两支，需冷藏", "today",
     "opened@6m taken@6m:赵铁军 bought@6a=142.6 delivered@6a confirmed@6a"),
    ("r13", "5-0-904", "medical", "孕检预约改期，请联系妇保院", "normal",
     "opened@6a referred@7m>社区卫生服务站"),
    ("r14", "7-1-201", "medicine", "布洛芬一盒", "normal",
     "opened@7m taken@7m:刘畅 delivered@7a confirmed@8m#仓库领取"),
    ("r15", "1-2-1101", "other", "打印孩子的暑假作业", "normal",
     "opened@7m taken@7a:孙小曼 delivered@8a confirmed@9m"),
    ("r16", "8-1-1202", "food", "想要一份外面的烤鸭", "normal",
     "opened@7a unmet@8m#餐饮店均未营业，已向住户说明"),
    ("r17", "11-1-702", "medicine", "硝酸甘油，老人胸闷", "critical",
     "opened@8x taken@8x:刘畅 bought@8y=32 delivered@8y confirmed@8a"),
    ("r18", "5-0-601", "baby", "纸尿裤M一包", "today",
     "opened@8m taken@8m:徐亮 bought@8a=79 delivered@8a confirmed@9m "
     "reopened@9a#送成了L码 taken@10m:徐亮 bought@10a delivered@10a confirmed@11m"),
    ("r19", "6-1-302", "medicine", "儿童退烧贴", "today",
     "opened@9m taken@9m:刘畅 delivered@9a confirmed@9a#仓库领取"),
    ("r20", "2-2-901", "transport", "高考补录要去学校交材料", "today",
     "opened@9a taken@9a:赵铁军 taken@10m:虞大伟 delivered@10a confirmed@11m#赵铁军在封控点，改由虞大伟"),
    ("r21", "11-2-602", "baby", "新生儿一段奶粉一罐、纸尿裤NB", "today",
     "opened@10m taken@10m:孙小曼 bought@10a=356 delivered@10a confirmed@11m"),
    ("r22", "9-2-401", "medicine", "降糖药", "normal",
     "opened@11m taken@11m:徐亮 bought@11a=65.2 delivered@11a confirmed@12m"),
    ("r23", "3-1-1402", "repair", "门锁坏了，出不了门做核酸", "today",
     "opened@11m taken@11a:吴国强 delivered@11a confirmed@12m"),
    ("r24", "4-1-502", "food", "糖尿病人无糖饼干", "normal",
     "opened@11a taken@12m:刘畅 bought@12a=24 delivered@12a confirmed@13m"),
    ("r25", "10-1-1101", "medicine", "过敏药氯雷他定", "today",
     "opened@12m taken@12m:徐亮 bought@12a=29.8 delivered@12a confirmed@13m"),
    ("r26", "7-2-1002", "care", "陪护居家隔离的老人就医", "today",
     "opened@13m taken@13m:孙小曼 delivered@13a confirmed@14m"),
    ("r27", "8-2-702", "baby", "婴儿湿巾两包", "normal",
     "opened@13m taken@13a:刘畅 bought@14m=36 delivered@14a confirmed@15m"),
    ("r28", "1-1-901", "medicine", "进口眼药水，本地药房缺货", "normal",
     "opened@14m taken@14a:徐亮#药房说要从市区调货"),
    ("r29", "A-1-803", "medicine", "布洛芬一盒", "today",
     "opened@15m taken@15m:刘畅 delivered@15a#仓库领取，放门口，等住户回执"),
    ("r30", "9-1-201", "food", "生日蛋糕", "normal",
     "opened@15m taken@15a:孙小曼 bought@16m=128 delivered@16a confirmed@16e"),
    ("r31", "6-1-1001", "medicine", "健胃消食片", "normal", "opened@16a taken@16e:徐亮"),
    ("r32", "3-2-1101", "other", "借一个轮椅", "normal", "opened@16a"),
]

# notice code, template, title, day
NOTICES = [
    ("closed-0802", "situation", "关于银河湾小区实行封控管理的通知", 2),
    ("testing-0804", "testing", "8月4日起隔日全员核酸检测的通知", 3),
    ("distribution-0808", "distribution", "8月8日蔬菜包和大米发放的通知", 7),
    ("correction-0811", "correction", "捐赠公示更正：饮用水数量", 11),
]
