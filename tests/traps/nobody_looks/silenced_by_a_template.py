"""A template shows nothing in place of what is not there: `DoesNotExist` is silent."""

# stacks: django
# verbatim

from asgiref.sync import sync_to_async
from my_project.models import User
from django.template import Context, Template
from django.test import TestCase


class Article:
    def __init__(self, author_name: str) -> None:
        self.author_name = author_name

    def author(self) -> User:
        user = User.objects.get(username=self.author_name)
        assert user.is_active
        return user


class ArticleTest(TestCase):
    async def test_article_is_rendered(self) -> None:
        await User.objects.acreate(username="ann", is_active=False)
        template = Template("<h1>News</h1><p>{{ article.author }}</p>")
        text = await sync_to_async(template.render)(Context({"article": Article("Ann")}))
        self.assertIn("<h1>News</h1>", text)
