//! Whom a notice has reached: whole buildings with exceptions, and whom to look for first.

use super::community::Community;
use super::people::community;
use insta::assert_snapshot;

fn with_notice() -> Community {
    let community = community();
    community.write(
        "ledgers/notices/2022-08.csv",
        "id,date,notice,template,title,audience,path,digest,note,reverses,by,at\n\
         N220816-AAAAAA,2022-08-16,water-0816,bulletin,停水通知,3,,,,,李梅,2022-08-16T09:00:00+08:00\n\
         N220816-BBBBBB,2022-08-16,water-0815,bulletin,停水通知,,,,,,李梅,2022-08-16T08:00:00+08:00\n",
    );
    let needs = [("501", "elderly|nophone"), ("301", "elderly"), ("102", "nophone")];
    let mut census = "id,date,place,households,residents,present,needs,note,reverses,by,at\n".to_owned();
    for (n, floor) in (1..=5).enumerate() {
        for (m, door) in (1..=2).enumerate() {
            let room = format!("{floor}0{door}");
            let need = needs.iter().find(|(r, _)| *r == room).map_or("", |(_, n)| n);
            for unit in 1..=2 {
                let code = format!("A{n}{m}{unit}AA");
                census += &format!(
                    "P220816-{code},2022-08-16,3-{unit}-{room},,2,,{need},,,李梅,2022-08-16T07:00:00+08:00\n"
                );
            }
        }
    }
    community.write("ledgers/census/2022-08.csv", census);
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "notices"]);
    community
}

#[test]
fn a_whole_building_is_reached_but_for_the_exceptions_which_are_later_rows() {
    let community = with_notice();
    let said = community.ok(&[
        "reach",
        "water-0816",
        "3",
        "--channel",
        "群",
        "--all-but",
        "3-2-501=联系不上,3-2-502，3-2-301=sent",
    ]);
    assert_snapshot!(said.all(), @"
    exit 0
    --- err
    停水通知：已通知 0 → 17 户，应到 20 户，还差 3 户
    已登记 4 行，自 H220816-4ZW014.1 起（提交 fac37629）
    ");
    assert_snapshot!(community.read("ledgers/reach/2022-08.csv"), @"
    id,date,notice,place,status,channel,note,reverses,by,at
    H220816-4ZW014.1,2022-08-16,water-0816,3,told,群,,,李梅,2022-08-16T18:00:00+08:00
    H220816-4ZW014.2,2022-08-16,water-0816,3-2-501,unreachable,群,,,李梅,2022-08-16T18:00:00+08:00
    H220816-4ZW014.3,2022-08-16,water-0816,3-2-502,unreachable,群,,,李梅,2022-08-16T18:00:00+08:00
    H220816-4ZW014.4,2022-08-16,water-0816,3-2-301,sent,群,,,李梅,2022-08-16T18:00:00+08:00
    ");
    assert_snapshot!(community.ok(&["missing", "water-0816", "--by", "home"]).out, @"
    漏发漏检名单
    +------------+---------+------+----+----+----+--------+----------+------+
    | 批次       | 位置    | 物品 | 应 | 已 | 缺 | 未登记 | 原因     | 楼长 |
    +============+=========+======+====+====+====+========+==========+======+
    | water-0816 | 3-2-301 |      |  1 |  0 |  1 |      0 | 已发送   | 李梅 |
    | water-0816 | 3-2-501 |      |  1 |  0 |  1 |      0 | 联系不上 | 李梅 |
    | water-0816 | 3-2-502 |      |  1 |  0 |  1 |      0 | 联系不上 | 李梅 |
    +------------+---------+------+----+----+----+--------+----------+------+
    3-2：停水通知还有3户未通知到（先找无手机的老人：501联系不上；再找老人：301已发送；502联系不上）。请李梅今天落实并回复。
    ");
    assert_snapshot!(community.ok(&["missing", "water-0816", "--public"]).out, @"
    漏发漏检名单
    +------------+------+------+----+----+----+--------+----------------------+------+
    | 批次       | 位置 | 物品 | 应 | 已 | 缺 | 未登记 | 原因                 | 楼长 |
    +============+======+======+====+====+====+========+======================+======+
    | water-0816 | 3-2  |      | 10 |  7 |  3 |      0 | 联系不上 2、已发送 1 | 李*  |
    +------------+------+------+----+----+----+--------+----------------------+------+
    3-2：停水通知还有3户未通知到。还没有的住户，请联系楼长。
    ");
    assert_snapshot!(community.ok(&["status"]).out, @"
    银河湾小区 2022-08-16 18时00分

    核酸检测（人）
    +-----------+------+------+------+------+------+------+--------+
    | 轮次      | 应检 | 实检 | 外检 | 免检 | 访客 | 未检 | 检测率 |
    +===========+======+======+======+======+======+======+========+
    | test-0816 |   40 |    0 |    0 |    0 |    0 |   40 |  0.00% |
    +-----------+------+------+------+------+------+------+--------+
      test-0816  0.00%  ........................................

    物资发放到位情况
    +----------+--------+------+------+------+------+------+------+----------+--------+
    | 批次     | 物品   | 单位 | 应发 | 实发 | 拒收 | 未发 | 多发 | 未登记户 | 到位率 |
    +==========+========+======+======+======+======+======+======+==========+========+
    | veg-0816 | 蔬菜包 | 份   |   20 |    0 |    0 |   20 |    0 |        6 |  0.00% |
    +----------+--------+------+------+------+------+------+------+----------+--------+
      veg-0816  0.00%  ........................................

    未到位的单元
    +-----------+------+--------+------+------+------+--------+----------+
    | 批次      | 位置 | 物品   | 单位 | 应到 | 实到 | 未到位 | 未登记户 |
    +===========+======+========+======+======+======+========+==========+
    | veg-0816  | 3-1  | 蔬菜包 | 份   |   10 |    0 |     10 |        0 |
    | veg-0816  | 3-2  | 蔬菜包 | 份   |   10 |    0 |     10 |        0 |
    | veg-0816  | 5-0  | 蔬菜包 | 份   |    0 |    0 |      0 |        6 |
    | test-0816 | 3-1  |        | 人   |   20 |    0 |     20 |        0 |
    | test-0816 | 3-2  |        | 人   |   20 |    0 |     20 |        0 |
    | test-0816 | 5-0  |        | 人   |    0 |    0 |      0 |        6 |
    +-----------+------+--------+------+------+------+--------+----------+

    最近 7 天尚未户户到达的通知
    +------------+----------+------------+----------+----------+----------+--------+
    | 通知       | 标题     | 日期       | 应到户数 | 已到户数 | 未到户数 | 到户率 |
    +============+==========+============+==========+==========+==========+========+
    | water-0815 | 停水通知 | 2022-08-16 |       20 |        0 |       20 |  0.00% |
    | water-0816 | 停水通知 | 2022-08-16 |       20 |       17 |        3 | 85.00% |
    +------------+----------+------------+----------+----------+----------+--------+

    台账问题
    +------+-----------------+------+
    | 级别 | 代码            | 处数 |
    +======+=================+======+
    | 警告 | below-minimum   |    1 |
    | 警告 | captain-missing |    1 |
    | 提示 | home-unknown    |    1 |
    +------+-----------------+------+

    最近 14 天
    检测率，08-03 至 08-16
                   .  最近 0.00%，最低 0.00%（08-16）

    库存：都在最低库存以上
    求助：件件有回音，没有未结的求助
    ");
    assert_snapshot!(community.ok(&["reach", "water-0816", "3-2", "--all-but", "502"]).err, @"
    停水通知：已通知 17 → 19 户，应到 20 户，还差 1 户
    已登记 2 行，自 H220816-T53TWR.1 起（提交 23ded4df）
    ");
}

#[test]
fn a_unit_that_is_excepted_is_left_out_of_its_building() {
    let community = with_notice();
    let said = community.ok(&["reach", "water-0815", "*", "--all-but", "3-2"]);
    assert_snapshot!(said.err, @"
    停水通知：已通知 0 → 10 户，应到 20 户，还差 10 户
    已登记 3 行，自 H220816-4ZW014.1 起（提交 17d7788c）
    ");
    assert_snapshot!(community.ok(&["list", "reach", "--format", "csv"]).out, @"
    id,date,notice,place,status,channel,note,reverses,by,at
    H220816-4ZW014.1,2022-08-16,water-0815,3-1,told,,,,李梅,2022-08-16T18:00:00+08:00
    H220816-4ZW014.2,2022-08-16,water-0815,5,told,,,,李梅,2022-08-16T18:00:00+08:00
    H220816-4ZW014.3,2022-08-16,water-0815,3-2,unreachable,,,,李梅,2022-08-16T18:00:00+08:00
    ");
    let said = community.ok(&["reach", "water-0816", "needs:elderly", "5", "--status", "sent"]);
    assert_snapshot!(said.err, @"
    停水通知：已通知 0 → 0 户，应到 20 户，还差 20 户
    注意：water-0816 的对象不包括 5-0
    已登记 5 行，自 H220816-T53TWR.1 起（提交 5677e3a2）
    ");
}

#[test]
fn a_reach_that_cannot_be_is_refused() {
    for lang in ["zh", "en"] {
        let mut community = with_notice();
        community.lang = lang.to_owned();
        let all: Vec<String> = [
            &["reach"][..],
            &["reach", "water-0816"],
            &["reach", "wtaer-0816", "3"],
            &["reach", "something", "3"],
            &["reach", "water", "3"],
            &["reach", "veg-0816", "3"],
            &["reach", "water-0816", "采样点"],
            &["reach", "water-0816", "9"],
            &["reach", "water-0816", "3", "--status", "heard"],
            &["reach", "water-0816", "3", "--status", "told", "--all-but", "5-101"],
            &["reach", "water-0816", "3-2", "--all-but", "502=maybe"],
            &["reach", "water-0816", "needs:dialysis"],
            &["reach", "water-0816", "3", "--date", "8.14"],
            &["reach", "water-0816", "3", "--date", "8.17"],
            &["reach", "water-0816", "3", "--channel", "13812345678"],
            &["missing", "water"],
        ]
        .iter()
        .map(|args| format!("$ linli {}\n{}", args.join(" "), community.refused(args).err))
        .collect();
        assert_snapshot!(format!("reach-refused-{lang}"), all.join("\n"));
    }
}
