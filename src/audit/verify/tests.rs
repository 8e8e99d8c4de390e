//! Names of people as git keeps them.

use super::rows::same_person;

#[test]
fn a_name_is_the_same_as_git_keeps_it() {
    for (by, author) in
        [("李梅", "李梅"), (" 李梅 ", "李梅"), ("J. Li.", "J. Li"), ("\"梅\"", "梅"), ("a<b>", "ab")]
    {
        assert!(same_person(by, author), "{by}");
    }
    for (by, author) in [("李梅", "王柳"), ("", "李梅"), ("李梅", "李梅2"), ("Li Mei", "LiMei")] {
        assert!(!same_person(by, author), "{by}");
    }
}
