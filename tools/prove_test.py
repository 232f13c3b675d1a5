"""What tools/prove.py concludes from lies and what tests made of them; run by ./dev test."""
import pathlib
import unittest
from unittest import mock

import prove

PROGRAM = pathlib.Path("some_test")
BOTH = ["KMDF", "UMDF2"]


def specification(**rows):
    """One that knows a structure with two members, a status, and the given rows: id -> the words it names."""
    made = prove.Specification.__new__(prove.Specification)
    made.merged = {"OLD-001": "QUE-001"}
    made.rows = {name.replace("_", "-"): prove.Row(name.replace("_", "-"), BOTH, set(words.split())) for name, words in rows.items()}
    made.members = {"CONFIG": {"Limit": {"Limit"}, "Mode": {"Mode", "ModeFast"}}}
    made.nt_functions = {"ExFreePool"}
    made.statuses = prove.collections.defaultdict(set, {"C0000120": {"STATUS_CANCELLED"}})
    made.functions_behind = prove.collections.defaultdict(set, {"WdfObjectReferenceActual": {"WdfObjectReference"}})
    return made


def citing(name="T.One", rows=("QUE-001",), story=(), ddi=(), family=(), passed=True, seconds=0.1):
    rows = frozenset(rows) | frozenset(story)
    return prove.Test(PROGRAM, name, rows, frozenset(story), frozenset(ddi), frozenset(family), passed, seconds)


def state(outcomes, test=None, row_families=BOTH, changed=()):
    """The verdict when `outcomes` (lie -> what the one test made of it) is all that was told; `changed` rows of its story did."""
    test = test or citing()
    row = prove.Row("QUE-001", row_families, set())
    jobs = [(PROGRAM, test.name, lie) for lie in outcomes]
    made = {(PROGRAM, test.name, lie): prove.Outcome(word, frozenset(changed)) for lie, word in outcomes.items()}
    return prove.verdict(row, [test], jobs, made)


class Concern(unittest.TestCase):
    def concerns(self, words, lie):
        made = specification(QUE_001=words)
        return made.concerns(made.rows["QUE-001"], lie)

    def test_a_lie_concerns_the_row_that_names_its_function(self):
        self.assertTrue(self.concerns("WdfTimerStart", "skip WdfTimerStart"))
        self.assertFalse(self.concerns("WdfTimerStart", "skip WdfTimerStop"))

    def test_a_function_is_named_by_its_helper_too(self):
        self.assertTrue(self.concerns("WdfObjectReference", "skip WdfObjectReferenceActual"))

    def test_a_structure_stands_for_its_members_unless_one_is_named(self):
        self.assertTrue(self.concerns("CONFIG", "ignore CONFIG.Limit"))
        self.assertFalse(self.concerns("CONFIG Mode", "ignore CONFIG.Limit"))
        self.assertTrue(self.concerns("CONFIG Mode", "ignore CONFIG.Mode"))

    def test_an_enumerator_names_the_member_of_its_type(self):
        self.assertTrue(self.concerns("ModeFast", "ignore CONFIG.Mode"))

    def test_a_status_is_named_by_its_name(self):
        self.assertTrue(self.concerns("STATUS_CANCELLED", "status C0000120"))
        self.assertFalse(self.concerns("STATUS_SUCCESS", "status C0000120"))


class Plan(unittest.TestCase):
    def plan(self, test, lies, row="WdfTimerStart", selection=()):
        made = specification(QUE_001=row)
        jobs = prove.plan(made, [test], {PROGRAM: {test.name: lies}}, selection)
        return [lie for _, _, lie in jobs["QUE-001"]]

    def test_only_lies_that_concern_the_row_are_told(self):
        self.assertEqual(self.plan(citing(), ["skip WdfTimerStart", "skip WdfTimerStop"]), ["skip WdfTimerStart"])

    def test_what_the_test_is_about_stands_in_for_a_row_without_names(self):
        test = citing(ddi=["WdfTimerStop"])
        self.assertEqual(self.plan(test, ["skip WdfTimerStart", "skip WdfTimerStop"], row="nothing"), ["skip WdfTimerStop"])

    def test_an_nt_function_that_the_test_does_not_call_leaves_the_row_without_lies_about_its_names(self):
        test = citing(ddi=["WdfTimerStop"])
        self.assertEqual(self.plan(test, ["skip ExFreePool", "skip WdfTimerStop"], row="ExFreePool"), ["skip ExFreePool"])
        self.assertEqual(self.plan(test, ["skip WdfTimerStop"], row="ExFreePool"), ["skip WdfTimerStop"])

    def test_slow_failing_and_live_tests_are_not_lied_to(self):
        for test in (citing(seconds=3), citing(passed=False), citing(name="T.One/Live")):
            self.assertEqual(self.plan(test, ["skip WdfTimerStart"]), [])

    def test_another_area_is_left_out(self):
        self.assertEqual(self.plan(citing(), ["skip WdfTimerStart"], selection={"REQ"}), [])


class Verdict(unittest.TestCase):
    def test_a_noticed_lie_proves(self):
        self.assertEqual(state({"skip A": "noticed", "answer A": "believed"})["state"], "proved")

    def test_each_name_needs_one(self):
        self.assertEqual(state({"skip A": "noticed", "skip B": "believed"})["state"], "survived")
        self.assertEqual(state({"skip A": "noticed", "ignore B.C": "noticed"})["state"], "proved")

    def test_a_name_about_which_no_lie_was_told_counts_neither_way(self):
        self.assertEqual(state({"skip A": "noticed", "skip B": "untold"})["state"], "proved")
        self.assertEqual(state({"skip B": "untold"})["state"], "untold")

    def test_refusals_alone_prove_nothing(self):
        self.assertEqual(state({"refuse A": "noticed", "skip A": "believed"})["state"], "survived")

    def test_a_failing_test_fails_its_rows(self):
        self.assertEqual(state({"skip A": "noticed"}, citing(passed=False))["state"], "failing")

    def test_umdf_needs_a_test_that_says_so(self):
        self.assertEqual(state({"skip A": "noticed"})["families"], ["KMDF"])
        self.assertEqual(state({"skip A": "noticed"}, citing(family=["UMDF2"]))["families"], BOTH)
        self.assertEqual(state({"skip A": "noticed"}, row_families=["UMDF2"])["state"], "untold")

    def test_a_test_that_cites_many_rows_proves_none_of_them(self):
        many = citing(rows=[f"QUE-00{i}" for i in range(1, 7)])
        self.assertEqual(state({"skip A": "noticed"}, many)["state"], "storyboard")

    def test_a_row_of_a_story_is_proved_when_its_line_changes(self):
        story = citing(rows=(), story=[f"QUE-00{i}" for i in range(1, 9)])
        self.assertEqual(state({"skip A": "noticed"}, story, changed=["QUE-001"])["state"], "proved")
        self.assertEqual(state({"skip A": "noticed"}, story, changed=["QUE-002"])["state"], "survived")

    def test_believed_lies_are_listed(self):
        result = state({"skip A": "noticed", "answer A": "believed", "late B": "untold"})
        self.assertEqual((result["told"], result["killed"], result["survivors"]), (2, 1, ["answer A"]))


class Data(unittest.TestCase):
    def test_the_tables_of_the_project_say_what_their_words_mean(self):
        made = prove.Specification()
        self.assertIn("QUE-003", made.rows)
        self.assertIn("STATUS_CANCELLED", made.statuses["C0000120"])
        self.assertIn("STATUS_WDF_NO_CALLBACK", made.statuses["C020020B"])
        self.assertIn("WdfIoQueueDispatchSequential", made.members["WDF_IO_QUEUE_CONFIG"]["DispatchType"])
        self.assertTrue(made.concerns(made.rows["QUE-003"], "skip WdfIoQueueCreate"))
        merged = next(iter(made.merged))
        self.assertIn(made.kept(merged), made.rows)

    def test_a_test_cites_merged_rows_by_either_id(self):
        with mock.patch.object(prove.Prover, "__init__", return_value=None):
            prover = prove.Prover()
        prover.specification = specification(QUE_001="A", QUE_002="B")
        case = {"classname": "T", "name": "One", "time": "0.5s", "rows": "OLD-001, QUE-002 QUE-999", "ddi": "A"}
        test = prover.test_of(PROGRAM, case)
        self.assertEqual((test.name, test.rows, test.passed), ("T.One", {"QUE-001", "QUE-002"}, True))


if __name__ == "__main__":
    unittest.main()
